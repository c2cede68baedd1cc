"""Identifiers: UUID version 7 for rows, ISO 11649 creditor references ("RF...") for what a customer writes on a
transfer.
"""

from __future__ import annotations

import re
from uuid import UUID

from stdnum import iso11649
from stdnum.iso7064 import mod_97_10
from uuid_utils.compat import uuid7

from saldo.kernel.errors import BadInput

_SEPARATORS = str.maketrans("", "", " -./_:#\u00a0")
_CORE = re.compile(r"[A-Za-z0-9]{1,21}", re.ASCII)
_REFERENCE = re.compile(r"RF[0-9]{2}[A-Z0-9]{1,21}", re.ASCII)


def new_id() -> UUID:
    """A UUID version 7 (RFC 9562): ids made later by one process sort later."""
    return uuid7()


def creditor_reference(text: str) -> str:
    """The ISO 11649 reference over a document number: "INV2026000123" -> "RF98INV2026000123".

    Upper-cased; blanks and - . / _ : # are dropped, so "1/11" and "11/1" get the same reference: keep numbers of one
    width. Raises BadInput (code "bad_reference") when nothing, more than 21 characters or anything but A-Z 0-9 remains.
    """
    core = text.translate(_SEPARATORS)
    if not _CORE.fullmatch(core):
        raise BadInput(
            "bad_reference", f"{text[:40]!r} cannot be made a creditor reference of 1 to 21 letters and digits."
        )
    core = core.upper()  # only now: upper() makes two letters of some that are not ASCII
    return f"RF{mod_97_10.calc_check_digits(core + 'RF')}{core}"


def is_creditor_reference(text: str) -> bool:
    """True when the text, apart from separators and case, is an ISO 11649 reference whose check digits are right."""
    return _REFERENCE.fullmatch(iso11649.compact(text)) is not None and iso11649.is_valid(text)


def format_reference(text: str) -> str:
    """A creditor reference in groups of four, as it is printed; any other text unchanged."""
    return iso11649.format(text) if is_creditor_reference(text) else text
