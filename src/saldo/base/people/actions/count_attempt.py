from __future__ import annotations

from django.core.cache import cache

from saldo.kernel.actors import Actor


def count_attempt(what: str, *, most: int, seconds: int, actor: Actor | None) -> bool:
    """Count one more try of `what`, for all processes together. True where more than `most` were made in the window.

    A brake against guessing and hammering. Needs no frame, and nobody who is signed in: `actor` may be None.
    """
    key = f"people:{what}"
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key)) > most
    except ValueError:  # the window ended between the two lines
        return False
