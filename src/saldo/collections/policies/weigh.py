"""How much is at stake, to put one customer before another?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from saldo.kernel.money import Money


def weigh(amounts: Iterable[Money]) -> int:
    """The amounts in hundredths, currencies thrown together: good enough for an order, never for a sum to be shown."""
    return sum(int(amount.decimal * 100) for amount in amounts)


def sums_of(amounts: Iterable[Money]) -> dict[str, Money]:
    """The sum in each currency, never across, in the order of their codes."""
    sums: defaultdict[str, int] = defaultdict(int)
    for one in amounts:
        sums[one.currency] += one.minor
    return {currency: Money(minor, currency) for currency, minor in sorted(sums.items())}
