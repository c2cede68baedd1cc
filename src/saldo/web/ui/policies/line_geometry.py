"""Where a line runs that may have gaps, and where an area around a line begins and ends."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]


def runs(xs: Sequence[float], ys: Sequence[float | None]) -> list[list[Point]]:
    """The stretches of a line between its gaps, each with two points or more; a lone point is a dot and no line."""
    stretches: list[list[Point]] = [[]]
    for x, y in zip(xs, ys, strict=True):
        if y is None:
            stretches.append([])
        else:
            stretches[-1].append((x, y))
    return [stretch for stretch in stretches if len(stretch) > 1]


def outline(xs: Sequence[float], upper: Sequence[float], lower: Sequence[float]) -> list[Point]:
    """The corners of the area between two lines: along the upper one, back along the lower one."""
    there = list(zip(xs, upper, strict=True))
    back = list(zip(xs, lower, strict=True))
    return [*there, *reversed(back)]
