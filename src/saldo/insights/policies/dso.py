"""How long money takes, in days: the family of days sales outstanding (DSO). Pure arithmetic, exact, never rounded.

Amounts are in minor units of one currency, gross (with tax), over one period. What has no answer is None.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple


class Countback(NamedTuple):
    """Days by counting back; `is_at_least` where the history ran out or a month without sales stopped the count."""

    days: Fraction
    is_at_least: bool


def dso(owed: int, *, billed: int, days: int) -> Fraction | None:
    """Days sales outstanding, the simple method: what is owed at the end ÷ what was billed in the period × its days.

    `billed` is invoices less credit notes. Nothing (or less) billed has no answer.
    """
    return Fraction(owed * days, billed) if billed > 0 else None


def best_possible_dso(owed: int, *, overdue: int, billed: int, days: int) -> Fraction | None:
    """What the DSO would be if nobody were late: the same sum with only what is not yet overdue."""
    return dso(owed - overdue, billed=billed, days=days)


def average_days_delinquent(owed: int, *, overdue: int, billed: int, days: int) -> Fraction | None:
    """The part of the DSO that lateness makes: the DSO less the best possible one."""
    return None if billed <= 0 else Fraction(overdue * days, billed)


def countback_dso(owed: int, months: Sequence[tuple[int, int]]) -> Countback:
    """DSO by exhaustion: go back month by month until what is owed is used up.

    `months` are (billed, days), the newest first. Whole months count their days; of the last one, the share that is
    still needed. A month in which nothing was billed stops the count, and so does the end of the history: the answer
    is then a lower bound.
    """
    left, total = owed, Fraction(0)
    for billed, days in months:
        if left <= 0:
            break
        if billed <= 0:
            return Countback(total, is_at_least=True)
        if left <= billed:
            return Countback(total + Fraction(left * days, billed), is_at_least=False)
        left, total = left - billed, total + days
    return Countback(total, is_at_least=left > 0)


def collection_effectiveness(begin: int, *, billed: int, end: int, end_current: int) -> Fraction | None:
    """CEI in percent: of what could be collected in the period, how much was.

    (owed at the beginning + billed − owed at the end) ÷ (owed at the beginning + billed − not yet overdue at the end).
    Nothing collectable has no answer.
    """
    collectable = begin + billed - end_current
    return Fraction((begin + billed - end) * 100, collectable) if collectable > 0 else None


def average_days_late(weighted_days: int, settled: int) -> Fraction | None:
    """Days after the due date at which money came: Σ amount × days ÷ Σ amount. Early is negative."""
    return Fraction(weighted_days, settled) if settled > 0 else None
