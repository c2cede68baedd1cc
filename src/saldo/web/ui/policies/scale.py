"""Which values stand at the side of a chart, and how high a value is drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

NEAR_ZERO = 0.4
"""An axis starts at zero unless everything lies above this part of the highest value: then it says where it starts."""

STEPS = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from the lowest to the highest tick, drawn from `bottom` to `top`: pixels from above, so top < bottom."""

    ticks: tuple[float, ...]
    top: float
    bottom: float

    def at(self, value: float) -> float:
        """How far below the upper edge a value is drawn."""
        low, high = self.ticks[0], self.ticks[-1]
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    @property
    def zero(self) -> float | None:
        """Where zero is drawn; None when it is not on the chart."""
        return self.at(0) if self.ticks[0] <= 0 <= self.ticks[-1] else None


def nice_ticks(low: float, high: float, *, most: int = 4, least_step: float = 0) -> tuple[float, ...]:
    """Round values, at the same distance, of which the first is not above `low` and the last not below `high`.

    At most `most` steps; no step is smaller than `least_step` (1 where halves make no sense).
    """
    if low == high == 0:
        return (0, max(least_step, 1))
    span = high - low or abs(high)
    rough = max(span / most, least_step)
    power = 10 ** math.floor(math.log10(rough))
    for step in (power * factor for factor in (*STEPS, 20)):
        first, last = math.floor(low / step), math.ceil(high / step)
        if step >= least_step and last - first <= most:
            break
    return tuple(step * number for number in range(first, max(last, first + 1) + 1))


def fit_scale(
    values: Iterable[float], *, top: float, bottom: float, from_zero: bool = False, least_step: float = 0, most: int = 4
) -> Scale:
    """The scale on which all values find room. Zero is on it where it is near, or where areas must be compared."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    if from_zero or low <= 0 <= high or 0 < low < NEAR_ZERO * high or NEAR_ZERO * low < high < 0 or low == high:
        low, high = min(low, 0), max(high, 0)
    return Scale(nice_ticks(low, high, most=most, least_step=least_step), top, bottom)
