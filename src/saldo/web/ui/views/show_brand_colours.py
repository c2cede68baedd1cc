"""A seller's colours as a style sheet, so that no page needs an inline style."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from saldo.base.tenants.frame import outside
from saldo.web.ui.policies.brand_colours import BrandColours, brand_colours

A_YEAR = 365 * 24 * 60 * 60


def _style_sheet(colours: BrandColours) -> str:
    pairs = {
        "accent": colours.accent,
        "accent-fill": colours.fill,
        "accent-hover": colours.hover,
        "on-accent": colours.on_fill,
        "accent-wash": colours.wash,
    }
    lines = (f"--{name}:light-dark({light},{dark})" for name, (light, dark) in pairs.items())
    return f":root{{{';'.join(lines)}}}"


@outside
@require_safe
@cache_control(public=True, max_age=A_YEAR, immutable=True)
def show_brand_colours(request: HttpRequest, colour: str) -> HttpResponse:
    """The same address always has the same answer: nothing about a seller is read."""
    return HttpResponse(_style_sheet(brand_colours(colour)), content_type="text/css; charset=utf-8")
