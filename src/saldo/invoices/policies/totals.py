"""The taxes of an invoice from its lines as they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from saldo.invoices.policies.sheet import SheetLine
from saldo.kernel.money import Money
from saldo.taxes.policies.compute_totals import TaxSubtotal, tax_on


def tax_subtotals(lines: Sequence[SheetLine], *, tax_minor: int, currency: str) -> list[TaxSubtotal]:
    """Tax per category and rate on the lines' kept net amounts, as `compute_totals` had it when they were written.

    By falling rate, then category. `tax_minor` is their sum, which a single tax takes as it is.
    """
    bases: dict[tuple[str, Decimal], int] = {}
    for line in lines:
        group = (line.tax_category, line.tax_rate)
        bases[group] = bases.get(group, 0) + line.net_minor
    if len(bases) == 1:
        [((category, rate), base_minor)] = bases.items()
        return [TaxSubtotal(category, rate, Money(base_minor, currency), Money(tax_minor, currency))]
    subtotals = []
    for category, rate in sorted(bases, key=lambda group: (-group[1], group[0])):
        base = Money(bases[category, rate], currency)
        subtotals.append(TaxSubtotal(category, rate, base, tax_on(base, rate)))
    return subtotals
