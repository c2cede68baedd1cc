"""What a new company goes through before its first invoice, and where it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

STEPS: Final = ("company", "numbers", "taxes", "brand", "payment", "mail", "start")


def first_open(left: Sequence[str]) -> str:
    """Where to go on: the first step that is left, or the last one where none is."""
    return next((one for one in STEPS if one in left), STEPS[-1])


def step_after(step: str) -> str | None:
    """The step that follows, whether it was done before or not; None after the last."""
    at = STEPS.index(step) + 1
    return STEPS[at] if at < len(STEPS) else None


def is_untouched(left: Sequence[str]) -> bool:
    """Whether nobody has begun."""
    return set(left) == set(STEPS)
