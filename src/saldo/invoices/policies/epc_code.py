"""The text of a payment code for European banking apps (EPC069-12, version 002, character set UTF-8)."""

from __future__ import annotations

from saldo.kernel.money import Money

MAX_MINOR = 99_999_999_999
MAX_NAME = 70
MAX_BYTES = 331


def epc_code(*, payee: str, iban: str, bic: str, amount: Money, reference: str) -> str | None:
    """What the QR code says, or None where the standard has no code: not in euros, out of its range, without IBAN."""
    if amount.currency != "EUR" or not 0 < amount.minor <= MAX_MINOR or not iban:
        return None
    name = " ".join(payee.split())[:MAX_NAME]
    lines = ["BCD", "002", "1", "SCT", bic, name, iban.replace(" ", ""), f"EUR{amount.decimal:f}", "", reference]
    code = "\n".join(lines)
    return code if len(code.encode()) <= MAX_BYTES else None
