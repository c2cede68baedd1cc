"""Which days are written below a chart, so that their words find room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from saldo.kernel.calendar import add_months


def spread_indices(count: int, *, most: int) -> list[int]:
    """At most `most` of `count` places, evenly, the first and the last among them; one of one."""
    if count <= most:
        return list(range(count))
    return sorted({round(number * (count - 1) / (most - 1)) for number in range(most)})


def with_room(shown: Sequence[int], xs: Sequence[float], *, apart: float) -> list[int]:
    """Those of the places whose words do not run into the next ones; the last one is kept, and gives way to none."""
    kept: list[int] = []
    for index in reversed(shown):
        if not kept or xs[kept[-1]] - xs[index] >= apart:
            kept.append(index)
    return kept[::-1]


def month_starts(first: date, last: date, *, most: int) -> list[date]:
    """First days of months from `first` to `last`, at most `most` of them, as many months apart as that takes."""
    start = first if first.day == 1 else add_months(first.replace(day=1), 1)
    months = (last.year - start.year) * 12 + last.month - start.month + 1
    if months <= 0:
        return []
    apart = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120, 600) if (months + step - 1) // step <= most)
    return [add_months(start, number) for number in range(0, months, apart)]


def places(days: Sequence[date], *, left: float, right: float) -> list[float]:
    """Where each day stands between `left` and `right`, by the calendar; a single day stands in the middle."""
    if not days:
        return []
    span = (max(days) - min(days)).days
    if not span:
        return [(left + right) / 2] * len(days)
    return [left + (day - min(days)).days / span * (right - left) for day in days]
