"""What a document says, frozen at issue: plain JSON in the shape that `base.files.documents.paper` sets.

Nothing in it points anywhere: names, sums and sentences stand here as they were on that day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from saldo.invoices.choices import InvoiceKind
from saldo.invoices.policies.period import parse_period
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.kernel.money import exponent
from saldo.taxes.choices import TaxCategory
from saldo.taxes.policies.compute_totals import TaxSubtotal

KINDS: Final[Mapping[str, str]] = {
    TaxCategory.STANDARD: "standard",
    TaxCategory.ZERO: "zero",
    TaxCategory.EXEMPT: "exempt",
    TaxCategory.REVERSE_CHARGE: "reverse_charge",
    TaxCategory.INTRA_COMMUNITY: "intra_community",
    TaxCategory.EXPORT: "export",
    TaxCategory.OUTSIDE_SCOPE: "outside_scope",
}
"""Tax category → what the paper's words call it."""
CATEGORIES: Final[Mapping[str, str]] = {kind: str(category) for category, kind in KINDS.items()}
"""The way back."""

_SHEETS: Final[Mapping[str, str]] = {InvoiceKind.INVOICE: "invoice", InvoiceKind.CREDIT_NOTE: "credit-note"}
_WITH_RATE = frozenset({TaxCategory.STANDARD.value, TaxCategory.ZERO.value})


@dataclass(frozen=True, slots=True)
class SellerContent:
    """An issuer's part of every document; made once for a batch."""

    seller: Mapping[str, Any]
    facts: Mapping[str, str]
    contact: Mapping[str, str]
    iban: str
    bic: str
    look: str
    accent: str


@dataclass(frozen=True, slots=True)
class CustomerContent:
    """A customer's part of its documents."""

    customer: Mapping[str, Any]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Corrected:
    """The invoice that a credit note corrects."""

    number: str
    issued_on: date


def build_content(
    sheet: Sheet,
    *,
    number: str,
    reference: str,
    on: date,
    due_on: date | None,
    seller: SellerContent,
    customer: CustomerContent,
    lines: Sequence[SheetLine],
    taxes: Sequence[TaxSubtotal],
    notes: Mapping[UUID, str],
    language: str,
    words: Mapping[str, Any],
    template_version: str,
    corrects: Corrected | None = None,
) -> dict[str, Any]:
    """The frozen content. `words` are those of `language`; `taxes` the subtotals of its lines.

    `paper` is what is printed, of the shape that `base.files.documents.paper_content` describes; `sheet`, `look` and
    `accent` say how; `facts` are what programs want to know of it.
    """
    digits = exponent(sheet.currency)
    paper = {
        "template_version": template_version,
        "number": number,
        "date": on.isoformat(),
        "currency": sheet.currency,
        "exponent": digits,
        "title": sheet.title,
        "order": sheet.order_number,
        "seller": seller.seller,
        "contact": seller.contact,
        "customer": customer.customer,
        "lines": _lines(lines, digits),
        "net_total": amount_text(sheet.net_minor, digits),
        "taxes": [_tax(one, digits) for one in taxes],
        "tax_notes": _tax_notes(lines, notes, words),
        "total": amount_text(sheet.total_minor, digits),
    }
    if sheet.kind == InvoiceKind.CREDIT_NOTE:
        paper |= _credit_part(sheet, corrects)
    else:
        paper |= _invoice_part(sheet, due_on, reference, seller)
    return {
        "sheet": _SHEETS[sheet.kind],
        "look": seller.look,
        "accent": seller.accent,
        "language": language,
        "paper": paper,
        "facts": {
            "seller": seller.facts,
            "customer": customer.facts,
            "reference": reference,
            "tax_categories": [one.category for one in taxes],
        },
    }


def _invoice_part(sheet: Sheet, due_on: date | None, reference: str, seller: SellerContent) -> dict[str, Any]:
    assert due_on is not None
    part: dict[str, Any] = {"due_on": due_on.isoformat(), "terms_days": sheet.terms_days}
    period = parse_period(sheet.period)
    if period:
        part["period"] = {"from": period[0].isoformat(), "to": period[1].isoformat()}
    if sheet.total_minor and seller.iban:
        payee = str(seller.seller["name"])
        part["pay"] = {"payee": payee, "iban": seller.iban, "bic": seller.bic, "reference": reference}
    terms = [{"kind": "note", "sentence": sheet.note}] if sheet.note else []
    part["terms"] = [*terms, *([{"kind": "late"}] if sheet.total_minor else []), *_wrong(seller)]
    return part


def _credit_part(sheet: Sheet, corrects: Corrected | None) -> dict[str, Any]:
    part: dict[str, Any] = {"reason": sheet.reason, "terms": [{"kind": "credited"}]}
    if corrects:
        part["corrects"] = {"number": corrects.number, "date": corrects.issued_on.isoformat()}
    return part


def _wrong(seller: SellerContent) -> list[dict[str, str]]:
    return [{"kind": "wrong"}] if seller.contact.get("email") else []


def _lines(lines: Sequence[SheetLine], digits: int) -> list[dict[str, str]]:
    running, shown = 0, []
    for line in lines:
        running += line.net_minor
        row = {
            "description": line.description,
            "quantity": number_text(line.quantity),
            "unit_price": number_text(line.unit_price),
            "tax": number_text(line.tax_rate) if line.tax_category in _WITH_RATE else KINDS[line.tax_category],
            "amount": amount_text(line.net_minor, digits),
            "running_amount": amount_text(running, digits),
        }
        if line.detail:
            row["detail"] = line.detail
        if line.unit:
            row["unit"] = line.unit
        if line.discount_percent:
            row["discount_percent"] = number_text(line.discount_percent)
        shown.append(row)
    return shown


def _tax(one: TaxSubtotal, digits: int) -> dict[str, str]:
    return {
        "kind": KINDS[one.category],
        "percent": number_text(one.rate),
        "base": amount_text(one.base.minor, digits),
        "amount": amount_text(one.tax.minor, digits),
    }


def _tax_notes(lines: Sequence[SheetLine], notes: Mapping[UUID, str], words: Mapping[str, Any]) -> list[str]:
    """Why lines carry no tax: the tax code's own words, or the language's standing ones for its category."""
    said: dict[str, None] = {}
    for line in lines:
        if line.tax_category in _WITH_RATE:
            continue
        kind = KINDS[line.tax_category]
        own = notes.get(line.tax_code_id, "") if line.tax_code_id else ""
        said[f"{words['tax_marks'][kind]}: {own}" if own else words["tax_notes"][kind]] = None
    return list(said)


def amount_text(minor: int, digits: int) -> str:
    """Minor units as a decimal string with exactly `digits` decimals."""
    if not digits:
        return str(minor)
    text = f"{abs(minor):0{digits + 1}d}"
    return f"{'-' if minor < 0 else ''}{text[:-digits]}.{text[-digits:]}"


@lru_cache(maxsize=4096)
def number_text(number: Decimal) -> str:
    """A quantity, price or rate without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
