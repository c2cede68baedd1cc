from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from saldo.web.portal.queries import Visit, spoken_language
from saldo.web.portal.views.open_portal import LANGUAGE_COOKIE, portal_page
from saldo.web.portal.views.page import home_of

A_YEAR = 365 * 24 * 60 * 60


@require_POST
@portal_page
def choose_language(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Keep the reader's choice in a cookie that says nothing else, and go back to where they were."""
    home = home_of(visit)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(target if is_ours and target.startswith(home) else home)
    language = spoken_language(request.POST.get("language", "")[:10])
    if language:
        response.set_cookie(
            LANGUAGE_COOKIE,
            language,
            max_age=A_YEAR,
            path="/p/",
            samesite="Lax",
            secure=request.is_secure(),
            httponly=True,
        )
    return response
