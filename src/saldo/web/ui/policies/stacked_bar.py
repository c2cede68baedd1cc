"""How long the parts of a stacked bar are, and what they say in whole percents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, GAP = 1000, 3


@dataclass(frozen=True, slots=True)
class Bar:
    """A part as it is drawn: which one, where it begins, how long it is."""

    index: int
    left: int
    width: int


def stack(weights: Sequence[int]) -> list[Bar]:
    """The parts that have a length, side by side with a gap between; nothing that is there is too small to be seen."""
    known = [max(weight, 0) for weight in weights]
    total, left, bars = sum(known), 0, []
    room = WIDTH - GAP * max(sum(1 for weight in known if weight) - 1, 0)
    for index, weight in enumerate(known):
        if weight:
            width = max(room * weight // total, 1)
            bars.append(Bar(index, left, width))
            left += width + GAP
    return bars


def whole_percents(weights: Sequence[int]) -> list[int]:
    """Whole percents that add up to 100: the largest remainders are rounded up. All zero when there is nothing."""
    known = [max(weight, 0) for weight in weights]
    total = sum(known)
    if total <= 0:
        return [0] * len(known)
    shares = [weight * 100 // total for weight in known]
    by_remainder = sorted(range(len(known)), key=lambda index: -(known[index] * 100 % total))
    for index in by_remainder[: 100 - sum(shares)]:
        shares[index] += 1
    return shares
