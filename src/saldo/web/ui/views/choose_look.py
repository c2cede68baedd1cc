"""Light, dark or the system's choice; keyboard shortcuts on or off (WCAG 2.2, 2.1.4).

Kept in cookies, because a screen, not a person, is bright or dark.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from saldo.base.tenants.frame import outside

A_YEAR = 365 * 24 * 60 * 60
CHOICES = {"theme": ("system", "light", "dark"), "keys": ("on", "off")}


@outside
@require_POST
def choose_look(request: HttpRequest) -> HttpResponse:
    """Set what was sent, forget what is the default, and go back to `next`."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, allowed in CHOICES.items():
        value = request.POST.get(name, "")
        if value == allowed[0]:
            response.delete_cookie(name)
        elif value in allowed:
            response.set_cookie(name, value, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    return response
