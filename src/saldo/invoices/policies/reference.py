"""What a customer writes on a transfer."""

from __future__ import annotations

from uuid import UUID

from saldo.kernel.errors import BadInput
from saldo.kernel.references import creditor_reference

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RANDOM_BITS = 62  # of a UUID version 7


def reference_of(number: str, invoice_id: UUID) -> str:
    """The ISO 11649 reference of an invoice, from its number so that people can tell them apart.

    A number that no reference can hold (too long, other scripts) gives way to the random part of the id.
    """
    try:
        return creditor_reference(number)
    except BadInput:
        return creditor_reference(_base36(invoice_id.int & ((1 << _RANDOM_BITS) - 1)))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
    return digits or "0"
