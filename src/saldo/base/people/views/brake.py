"""A brake against guessing, counted for all processes together."""

from __future__ import annotations

from django.core.cache import cache


def is_too_often(what: str, *, most: int, seconds: int) -> bool:
    """Whether `what` has been done more than `most` times within the window; counts this time too."""
    key = f"people:{what}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # the window ended between the two lines
        return False


def forget(what: str) -> None:
    """Begin to count anew."""
    cache.delete(f"people:{what}")
