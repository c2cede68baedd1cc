"""How much is at stake, to put one customer before another?"""

from __future__ import annotations

from collections.abc import Iterable

from saldo.kernel.money import Money


def weigh(amounts: Iterable[Money]) -> int:
    """The amounts in hundredths, currencies thrown together: good enough for an order, never for a sum to be shown."""
    return sum(int(amount.decimal * 100) for amount in amounts)
