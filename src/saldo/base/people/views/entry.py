"""The last line of every way of signing in."""

from __future__ import annotations

import time

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from saldo.base.people.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"
CONFIRMED_KEY = "confirmed_at"
PENDING_KEY = "second_step"


def safe_target(request: HttpRequest, target: str) -> str:
    """Where to go after signing in: never to another site."""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return target
    return resolve_url("/")


def enter(request: HttpRequest, user: User, target: str) -> HttpResponse:
    """Sign a person in who has proved who they are; they need not confirm it again for a while."""
    request.session.pop(PENDING_KEY, None)
    login(request, user, backend=BACKEND)
    request.session[CONFIRMED_KEY] = time.time()
    return HttpResponseRedirect(safe_target(request, target))
