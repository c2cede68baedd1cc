"""When a browser in which somebody is signed in was last used, and what they had typed when a session ended."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from saldo.base.people.actions.keep_form import KEPT_FORM
from saldo.base.people.actions.record_sign_in import SEEN_KEY, record_sign_in
from saldo.base.people.models import User
from saldo.base.people.policies.fill_form import fill_form
from saldo.base.people.policies.person_cookie import PERSON_COOKIE, PERSON_SALT, VALID_FOR
from saldo.base.tenants.fields import decrypt_text
from saldo.kernel.clock import SystemClock

EVERY = timedelta(minutes=5)
KEPT_FOR = timedelta(hours=12)


def _now() -> datetime:
    return (settings.SALDO_CLOCK or SystemClock()).now()


class LastSeenMiddleware:
    """Brings the row of a session up to date, at most every five minutes, and lets the browser remember whose it is."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer first, note afterwards: outside the frame, and only where a session was read anyway."""
        response = self.get_response(request)
        if not request.session.accessed or not isinstance(request.user, User) or not request.session.session_key:
            return response
        now, seen = _now(), request.session.get(SEEN_KEY)
        if seen is None or abs(now - datetime.fromisoformat(seen)) >= EVERY:
            record_sign_in(request, user=request.user, now=now, actor=None)
        person = str(request.user.pk)
        if request.get_signed_cookie(PERSON_COOKIE, default=None, salt=PERSON_SALT) != person:
            response.set_signed_cookie(
                PERSON_COOKIE,
                person,
                salt=PERSON_SALT,
                max_age=int(VALID_FOR.total_seconds()),
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response


class KeptFormMiddleware:
    """Shows a form again as it was typed before the session ended; it is sent by nobody but the person themselves."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look into the session only where it was read, and change only the page that the form stands on."""
        response = self.get_response(request)
        if request.method != "GET" or not request.session.accessed or KEPT_FORM not in request.session:
            return response
        if not request.user.is_authenticated or response.status_code != 200:
            return response
        kept = _read(request.session[KEPT_FORM])
        if kept is None or kept["user"] != str(request.user.pk):
            del request.session[KEPT_FORM]
        elif kept["page"] == request.get_full_path() and response.get("Content-Type", "").startswith("text/html"):
            del request.session[KEPT_FORM]
            _fill(request, response, kept)
        return response


def _read(text: str) -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(decrypt_text(text))
    except InvalidToken:  # the installation's key was changed
        return None
    return kept if _now() - datetime.fromisoformat(kept["at"]) <= KEPT_FOR else None


def _fill(request: HttpRequest, response: HttpResponse, kept: dict[str, Any]) -> None:
    def filled(left_over: dict[str, list[str]], *, found: bool) -> Any:
        shown = [(name, value) for name, values in left_over.items() for value in values if value]
        notice = render_to_string("people/kept_form.html", {"left_over": shown, "found": found}, request)
        page = response.content.decode()
        return fill_form(page, action=kept["action"], page=request.path, fields=kept["fields"], notice=notice)

    first = filled({}, found=True)
    if not first.found:  # the form is not here any more: what was typed is shown to be copied
        shown = [(name, value) for name, values in kept["fields"].items() for value in values if value]
        notice = render_to_string("people/kept_form.html", {"left_over": shown, "found": False}, request)
        head, mark, tail = response.content.decode().partition("</main>")
        response.content = head + notice + mark + tail if mark else head
    else:
        response.content = (filled(first.left_over, found=True) if first.left_over else first).html
    response["Cache-Control"] = "no-store"
