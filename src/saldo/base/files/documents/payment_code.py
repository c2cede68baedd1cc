"""The code that a banking app scans to pay: a SEPA credit transfer (European Payments Council, EPC069-12)."""

import io
from decimal import Decimal

import segno
from segno.helpers import make_epc_qr

from saldo.kernel.money import Money
from saldo.kernel.references import is_creditor_reference

_LEAST, _MOST = Decimal("0.01"), Decimal("999999999.99")
_NAME_LENGTH, _TEXT_LENGTH = 70, 140


def payment_code(*, payee: str, iban: str, bic: str | None = None, amount: Money, reference: str) -> str | None:
    """The code as SVG text with its quiet zone, or None outside the limits: EUR only, 0.01 to 999,999,999.99.

    A reference that is an ISO 11649 creditor reference goes into the structured field, any other is the transfer's
    text. A payee or text that is too long for the format is cut; without IBAN, payee or reference there is no code.
    """
    if amount.currency != "EUR" or not _LEAST <= amount.decimal <= _MOST:
        return None
    account, name = _compact(iban), _one_line(payee, _NAME_LENGTH)
    said = _one_line(reference, _TEXT_LENGTH)
    if not account or not name or not said:
        return None
    structured = _compact(said)
    is_structured = is_creditor_reference(structured)
    try:
        code = make_epc_qr(
            name,
            account,
            amount.decimal,
            reference=structured if is_structured else None,
            text=None if is_structured else said,
            bic=_compact(bic or "") or None,
            encoding="utf-8",
        )
    except ValueError:  # an IBAN or BIC of no possible length, or too many bytes
        return None
    return svg_of(code)


def svg_of(code: segno.QRCode) -> str:
    """A code as SVG text, its four modules of quiet zone around it, that scales to any size."""
    written = io.BytesIO()
    code.save(written, kind="svg", xmldecl=False, svgclass=None, lineclass=None, omitsize=True, border=4, nl=False)
    return written.getvalue().decode("utf-8")


def _compact(code: str) -> str:
    return "".join(code.split()).upper()


def _one_line(text: str, length: int) -> str:
    """The payload's fields are lines, so a field is one."""
    return " ".join(text.split())[:length].strip()
