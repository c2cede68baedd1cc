"""What a page of the portal receives."""

from __future__ import annotations

from django.http import HttpRequest

from saldo.kernel.actors import Actor
from saldo.web.portal.queries import Visit


class PortalRequest(HttpRequest):
    """A request inside its frame. `visit` is None where the link has expired, was revoked or never existed."""

    visit: Visit | None
    actor: Actor
