from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from saldo.base.people.models import SignIn, User
from saldo.kernel.actors import Actor

SEEN_KEY = "seen_at"
"""Where a session keeps when its row was last brought up to date."""


def record_sign_in(request: HttpRequest, *, user: User, now: datetime, actor: Actor | None) -> None:
    """Keep in which browser a person is signed in from now on; a session that is known is brought up to date.

    Needs no frame: nobody has chosen a company yet, so `actor` may be None.
    """
    if not request.session.session_key:
        request.session.save()
    values = {
        "user": user,
        "device": request.META.get("HTTP_USER_AGENT", "").replace("\0", "")[:300],
        "address": request.META.get("REMOTE_ADDR", "")[:45],
        "seen_at": now,
    }
    created = {**values, "created_at": now}
    key = request.session.session_key
    _row, is_new = SignIn.objects.update_or_create(session_key=key, defaults=values, create_defaults=created)
    if is_new:  # rows whose session is gone are swept away on the occasion
        living = Session.objects.values("session_key")
        SignIn.objects.filter(user=user).exclude(session_key__in=living).exclude(session_key=key).delete()
    request.session[SEEN_KEY] = now.isoformat()
