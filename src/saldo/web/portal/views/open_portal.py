"""The way in: an address that is its own key."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from saldo.base.tenants.frame import current_frame, frame, outside
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.customers.queries import verify_portal_token
from saldo.kernel.errors import NotFound, SaldoError
from saldo.web.portal.queries import Visit, read_visit
from saldo.web.portal.schemas import PortalRequest
from saldo.web.portal.views.limit_requests import POSTS, WRONG_LINKS, is_too_often
from saldo.web.portal.views.page import closed_link, keep_private, nothing_here, refused, too_often

LANGUAGE_COOKIE = "portal_language"

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class PortalOpening:
    """Somebody with an address that was signed by us."""

    tenant_id: UUID
    link_id: UUID
    token: str

    def enter(self, request: HttpRequest) -> None:
        """Make it a `PortalRequest`: who it is, in their language and the seller's time."""
        visitor = cast(PortalRequest, request)
        visitor.visit = read_visit(
            self.tenant_id,
            self.link_id,
            token=self.token,
            now=current_frame().now,
            language=request.COOKIES.get(LANGUAGE_COOKIE, ""),
        )
        if visitor.visit is not None:
            visitor.actor = visitor.visit.actor
            timezone.activate(visitor.visit.seller.time_zone)
            translation.activate(visitor.visit.language)
            request.LANGUAGE_CODE = visitor.visit.language


def open_portal(request: HttpRequest, kwargs: dict[str, Any]) -> PortalOpening | HttpResponse:
    """The tenant that an address opens. The signature is judged first: what is not ours costs no query."""
    token = str(kwargs["token"])
    link_id = verify_portal_token(token)
    tenant_id = find_tenant(hash_secret(token)) if link_id else None
    if link_id is None or tenant_id is None:
        return _closed(request)
    return PortalOpening(tenant_id, link_id, token)


def portal_page(view: View) -> View:
    """A page inside its frame, called as `view(request, visit, ...)`.

    It needs no CSRF token: no cookie gives any right here, the address does, and whoever knows that needs no trick.
    (Django's check would refuse it too: under `Referrer-Policy: no-referrer` a browser sends `Origin: null`.)
    """

    @csrf_exempt
    @functools.wraps(view)
    def run(request: PortalRequest, token: str, **kwargs: Any) -> HttpResponse:
        return _answer(request, lambda visit: view(request, visit, **kwargs))

    return run


def outside_page(view: View) -> View:
    """The same for a page that asks a gateway: it is called outside any frame, once its visitor is known."""

    @csrf_exempt
    @outside
    @functools.wraps(view)
    def run(request: PortalRequest, token: str, **kwargs: Any) -> HttpResponse:
        opening = open_portal(request, {"token": token})
        if isinstance(opening, HttpResponse):
            return opening
        with frame(opening.tenant_id):
            opening.enter(request)
        return _answer(request, lambda visit: view(request, visit, **kwargs))

    return run


def _answer(request: PortalRequest, view: Callable[[Visit], HttpResponse]) -> HttpResponse:
    visit = request.visit
    if visit is None:
        return _closed(request)
    if request.method == "POST" and is_too_often(request, f"post:{visit.entry.link_id}", most=POSTS):
        return keep_private(too_often(request))
    try:
        return keep_private(view(visit))
    except NotFound:
        return keep_private(nothing_here(request, visit))
    except SaldoError as error:
        if error.http_status >= 500:
            raise
        return keep_private(refused(request, visit, error))


def _closed(request: HttpRequest) -> HttpResponse:
    if is_too_often(request, "wrong_link", most=WRONG_LINKS):
        return keep_private(too_often(request))
    return keep_private(closed_link(request))
