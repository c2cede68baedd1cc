"""How every answer of the portal looks, and what no answer may leave behind."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from saldo.kernel.errors import SaldoError
from saldo.web.portal.choices import refusal_words
from saldo.web.portal.queries import Visit, spoken_languages
from saldo.web.portal.views.limit_requests import WINDOW_SECONDS
from saldo.web.ui.schemas import PortalShell


def show_page(
    request: HttpRequest, visit: Visit, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the seller's name and the customer's language."""
    shown = {**context, "portal": _shell(visit), "visit": visit, "home_url": home_of(visit)}
    return render(request, f"portal/{template}.html", shown, status=status)


def home_of(visit: Visit) -> str:
    """The customer's first page."""
    return reverse("portal:show_account", args=[visit.token])


def closed_link(request: HttpRequest) -> HttpResponse:
    """The one answer to an address that lets nobody in: tampered with, unknown, expired or revoked."""
    return render(
        request,
        "ui/calm.html",
        {
            "title": _("This link is no longer valid"),
            "sentence": _(
                "Links to an account expire after some time. Take the one in the newest message that you received, "
                "or write to the company that sent it and ask for another."
            ),
        },
        status=404,
    )


def nothing_here(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A page that does not exist in this customer's account; somebody else's does not either."""
    return _calm(
        request,
        visit,
        title=_("There is nothing at this address"),
        sentence=_("The document may have been replaced, or a letter of the address was lost on the way."),
        status=404,
    )


def refused(request: HttpRequest, visit: Visit, error: SaldoError) -> HttpResponse:
    """Something that cannot be done now, and that nothing was changed or taken."""
    return _calm(
        request,
        visit,
        title=_("That was not possible"),
        sentence=f"{refusal_words(error.code)} {_('Nothing was changed, and no money was taken.')}",
        status=error.http_status,
    )


def too_often(request: HttpRequest) -> HttpResponse:
    """A brake, said kindly."""
    context = {"title": _("One moment, please"), "sentence": _("That was very often. Try again in a minute.")}
    response = render(request, "ui/calm.html", context, status=429)
    response.headers["Retry-After"] = str(WINDOW_SECONDS)
    return response


def keep_private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no cache keeps the page, no link passes it on, no search engine lists it, no log of
    ours has it.
    """
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would write the path of a 4xx to the log
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _calm(request: HttpRequest, visit: Visit, *, title: str, sentence: str, status: int) -> HttpResponse:
    context = {
        "seller": visit.seller.short_name,
        "brand_colour": visit.seller.brand_colour,
        "title": title,
        "sentence": sentence,
        "url": home_of(visit),
        "action": _("To my account"),
    }
    return render(request, "ui/calm.html", context, status=status)


def _shell(visit: Visit) -> PortalShell:
    seller = visit.seller
    reach = [part for part in (seller.email, seller.phone) if part]
    foot = [" · ".join([seller.name, *reach])]
    foot.append(
        _("This page is for %(name)s only: keep its address to yourself. Whoever has it can see your documents.")
        % {"name": visit.entry.customer.name}
    )
    return PortalShell(
        seller=seller.short_name,
        home_url=home_of(visit),
        brand_colour=seller.brand_colour,
        logo_url=reverse("portal:show_logo", args=[visit.token, seller.logo_id]) if seller.logo_id else "",
        languages=spoken_languages(),
        language=visit.language,
        language_url=reverse("portal:choose_language", args=[visit.token]),
        foot=foot,
        is_test=seller.is_test,
        is_demo=settings.SALDO_DEMO and not seller.is_test,
    )
