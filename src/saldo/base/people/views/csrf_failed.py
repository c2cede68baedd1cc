from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from saldo.base.people.actions.keep_form import keep_form
from saldo.base.tenants.frame import outside
from saldo.kernel.clock import SystemClock


@outside
def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is old, as after signing in again in another tab: nothing is done, and nothing typed is lost.

    Kept is only what a page of this site sent.
    """
    page = ""
    origin = urlsplit(request.headers.get("Origin", ""))
    if request.user.is_authenticated and request.method == "POST" and origin.netloc == request.get_host():
        now = (settings.SALDO_CLOCK or SystemClock()).now()
        page = keep_form(request, user_id=str(request.user.pk), now=now, actor=None)
    return render(request, "403_csrf.html", {"page": page}, status=403)
