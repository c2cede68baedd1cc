"""A draft as it is kept: what was left open is filled in, what can be computed is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from saldo.invoices.policies.check_draft import TaxCodeFacts
from saldo.invoices.policies.new_invoice import NewInvoice
from saldo.invoices.policies.sheet import SheetLine
from saldo.kernel.errors import BadInput
from saldo.kernel.outcomes import Refusal
from saldo.taxes.policies.compute_totals import LineAmounts, compute_totals


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the customer and the issuer say where the writer says nothing."""

    currency: str
    language: str
    terms_days: int


@dataclass(frozen=True, slots=True)
class Draft:
    """The values of a draft; sums in minor units of `currency`."""

    new: NewInvoice
    currency: str
    language: str
    terms_days: int
    lines: tuple[SheetLine, ...]
    net_minor: int
    tax_minor: int
    total_minor: int


def compose_draft(new: NewInvoice, *, defaults: Defaults, tax_codes: Mapping[UUID, TaxCodeFacts]) -> Draft | Refusal:
    """The draft of a request that `check_draft` found nothing wrong with. Refused where its sum cannot be billed."""
    currency = new.currency or defaults.currency
    codes = [tax_codes[line.tax_code_id] for line in new.lines if line.tax_code_id]
    amounts = [
        LineAmounts(line.quantity, line.unit_price, line.discount_percent, code.category, code.rate)
        for line, code in zip(new.lines, codes, strict=True)
    ]
    try:
        totals = compute_totals(amounts, currency)
    except BadInput as error:
        return Refusal(new.id, error.code, error.sentence, "lines")
    if totals.total.minor < 0:
        return Refusal(new.id, "negative_total", "An invoice is not below zero. Write a credit note instead.", "lines")
    lines = tuple(
        SheetLine(
            position=position,
            description=line.description.strip(),
            detail=line.detail.strip(),
            quantity=line.quantity,
            unit=line.unit.strip(),
            unit_price=line.unit_price,
            discount_percent=line.discount_percent,
            tax_code_id=line.tax_code_id,
            tax_category=code.category,
            tax_rate=code.rate,
            net_minor=net.minor,
        )
        for position, (line, code, net) in enumerate(zip(new.lines, codes, totals.line_nets, strict=True), 1)
    )
    return Draft(
        new=new,
        currency=currency,
        language=new.language or defaults.language,
        terms_days=defaults.terms_days if new.terms_days is None else new.terms_days,
        lines=lines,
        net_minor=totals.net.minor,
        tax_minor=totals.tax.minor,
        total_minor=totals.total.minor,
    )
