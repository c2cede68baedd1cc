"""What a view for people receives."""

from __future__ import annotations

from django.http import HttpRequest

from saldo.kernel.actors import Actor


class StaffRequest(HttpRequest):
    """A request inside its frame: `actor` is the person who is signed in, in the tenant that is open."""

    actor: Actor
