"""Whether a draft can be issued: what the law wants on the paper, and what looks like a mistake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.kernel.outcomes import Refusal
from saldo.taxes.choices import TaxCategory

SAME_WITHIN = timedelta(days=30)
"""Two invoices that say the same within these days are taken for one that was written twice."""

_SELLER_NAMES_ITS_NUMBER = frozenset(
    {TaxCategory.STANDARD.value, TaxCategory.REVERSE_CHARGE.value, TaxCategory.INTRA_COMMUNITY.value}
)
_CUSTOMER_NAMES_ITS_NUMBER = frozenset({TaxCategory.REVERSE_CHARGE.value, TaxCategory.INTRA_COMMUNITY.value})
_SAYS_WHY = frozenset({TaxCategory.EXEMPT.value, TaxCategory.REVERSE_CHARGE.value})


class Parties(NamedTuple):
    """What must be known of the two parties to issue. `today` is the issuer's business date."""

    seller_tax_id: str
    customer_tax_id: str
    today: date


def check_issue(
    sheet: Sheet, lines: Sequence[SheetLine], *, parties: Parties, notes: Mapping[UUID, str], on: date
) -> Refusal | None:
    """The first reason why a draft cannot be issued on `on`, or None. `notes` are the tax codes' printed reasons."""
    found = _find(sheet, lines, parties, notes, on)
    return Refusal(sheet.id, *found) if found else None


def _find(
    sheet: Sheet, lines: Sequence[SheetLine], parties: Parties, notes: Mapping[UUID, str], on: date
) -> tuple[str, str, str] | None:
    if on > parties.today:
        return "date_in_future", "An invoice cannot be issued on a day that has not come.", "on"
    if not lines:
        return "no_lines", "Write at least one line.", "lines"
    categories = {line.tax_category for line in lines}
    if categories & _SELLER_NAMES_ITS_NUMBER and not parties.seller_tax_id:  # BR-S-02, BR-AE-02, BR-IC-02
        return (
            "seller_tax_id_missing",
            "Add your own tax number to the issuer: the law wants it printed.",
            "legal_entity_id",
        )
    if categories & _CUSTOMER_NAMES_ITS_NUMBER and not parties.customer_tax_id:  # BR-AE-02, BR-IC-02
        return "customer_tax_id_missing", "Without tax the customer's tax number is printed. Add it.", "customer_id"
    for line in lines:  # BR-E-10, BR-AE-10
        if line.tax_category in _SAYS_WHY and not (line.tax_code_id and notes.get(line.tax_code_id)):
            return "tax_note_missing", "Say why no tax is charged, in the note of this tax.", "lines"
    return None


def sameness(
    customer_id: UUID, currency: str, total_minor: int, order_number: str, period: str
) -> tuple[UUID, str, int, str, str]:
    """What two invoices have in common that look like one written twice."""
    return customer_id, currency, total_minor, order_number.strip().casefold(), period
