"""Who sends a request, and its frame."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.defaults import page_not_found, permission_denied

from saldo.base.tenants.frame import frame
from saldo.config.api import problem_of
from saldo.kernel.errors import BadInput, SaldoError


class ProxyMiddleware:
    """Takes the word of a trusted proxy about who sends and whether by https, and nobody else's.

    Of the hops in `X-Forwarded-For` the right-most that is not a trusted proxy is the sender: what stands further left
    was written by the sender.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.trusted = [ip_network(one, strict=False) for one in settings.SALDO_TRUSTED_PROXY]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the sender where everything looks for it, and take away what nobody vouches for."""
        forwarded = request.META.pop("HTTP_X_FORWARDED_FOR", "")
        scheme = request.META.pop("HTTP_X_FORWARDED_PROTO", "")
        if self._is_trusted(request.META.get("REMOTE_ADDR", "")):
            hops = [one.strip() for one in forwarded.split(",") if one.strip()]
            sender = next((one for one in reversed(hops) if not self._is_trusted(one)), None)
            if sender is not None and _address(sender) is not None:
                request.META["REMOTE_ADDR"] = str(_address(sender))
            if scheme.rpartition(",")[2].strip().lower() == "https":
                request.META["wsgi.url_scheme"] = "https"
        return self.get_response(request)

    def _is_trusted(self, text: str) -> bool:
        address = _address(text)
        return address is not None and any(address in network for network in self.trusted)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.strip("[]"))
    except ValueError:
        return None


class Opening(Protocol):
    """Who asks, worked out before the frame: the tenant to open, and how to name the actor inside it."""

    tenant_id: UUID

    def enter(self, request: HttpRequest) -> None:
        """Called first inside the frame: set `request.actor`, or raise NotFound or NotPermitted."""


Opener = Callable[[HttpRequest, dict[str, Any]], "Opening | HttpResponse"]


class FrameMiddleware:
    """Runs a view inside one tenant transaction.

    A view marked `@outside` gets none. A response of 400 or above, and any exception, roll back.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.openers: dict[str, Opener] = {
            namespace: import_string(path) for namespace, path in import_string(settings.SALDO_FRAME_OPENERS).items()
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; the frame opens around the view only, so that session and user are read and written outside it."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Open the frame, call the view, render its template."""
        if getattr(view, "outside", False):
            return None
        match = request.resolver_match
        opener = self.openers.get(match.namespaces[0] if match and match.namespaces else "", self.openers[""])
        try:
            _refuse_nul(request)
            opening = opener(request, kwargs)
            if isinstance(opening, HttpResponse):
                return opening
            with frame(opening.tenant_id):
                opening.enter(request)
                return _call(view, request, args, kwargs)
        except SaldoError as error:
            return problem_of(error) if _is_program(request) else _answer(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """For views without a frame: an error that has words is shown with them."""
        return _answer(request, error) if isinstance(error, SaldoError) else None


def _call(view: Callable[..., Any], request: HttpRequest, args: Any, kwargs: dict[str, Any]) -> HttpResponse:
    response: HttpResponse = view(request, *args, **kwargs)
    if hasattr(response, "render") and callable(response.render):
        response = response.render()
    if response.status_code >= 400:
        transaction.set_rollback(True)
    response.setdefault("Cache-Control", "private, no-cache")  # what a tenant sees is for nobody else
    return response


def _refuse_nul(request: HttpRequest) -> None:
    """Raise BadInput for an address that the database could not read; forms and the API look at their bodies."""
    if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
        raise BadInput("bad_character", "The address holds a character that cannot be read.")


def _is_program(request: HttpRequest) -> bool:
    return bool(request.resolver_match and request.resolver_match.namespaces[:1] == ["api"])


def _answer(request: HttpRequest, error: SaldoError) -> HttpResponse:
    """What a person sees: the usual page for what is missing or forbidden, otherwise the error's sentence."""
    if error.http_status == 404:
        return page_not_found(request, error)
    if error.http_status == 403:
        return permission_denied(request, error)
    if error.http_status >= 500:
        raise error
    return render(request, "ui/refused.html", {"error": error}, status=error.http_status)
