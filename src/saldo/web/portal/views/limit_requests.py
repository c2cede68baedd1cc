"""A brake against guessing and hammering.

Counted in Django's cache, which is each process's own memory unless the installation says otherwise: with several
processes the limit is that many times higher. It need not be exact; a token has 160 bits that nobody can guess.
"""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest

WINDOW_SECONDS = 60
WRONG_LINKS = 30
POSTS = 20
ASKED = 20
CASES = 6


def is_too_often(request: HttpRequest, what: str, *, most: int) -> bool:
    """Whether the sender's address has done `what` more than `most` times within a minute; counts this time too."""
    key = f"portal:{what}:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, WINDOW_SECONDS)
    try:
        return cache.incr(key) > most
    except ValueError:  # the minute ended between the two lines
        return False
