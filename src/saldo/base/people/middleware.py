"""When a browser in which somebody is signed in was last used."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from saldo.base.people.actions.record_sign_in import SEEN_KEY, record_sign_in
from saldo.base.people.models import User
from saldo.kernel.clock import SystemClock

EVERY = timedelta(minutes=5)


class LastSeenMiddleware:
    """Brings the row of a session up to date, at most every five minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer first, note afterwards: outside the frame, and only where a session was read anyway."""
        response = self.get_response(request)
        if not request.session.accessed or not isinstance(request.user, User) or not request.session.session_key:
            return response
        now = (settings.SALDO_CLOCK or SystemClock()).now()
        seen = request.session.get(SEEN_KEY)
        if seen is None or abs(now - datetime.fromisoformat(seen)) >= EVERY:
            record_sign_in(request, user=request.user, now=now, actor=None)
        return response
