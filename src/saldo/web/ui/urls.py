"""Addresses of the design system: its page, a seller's colours, the reader's choice of theme and keys."""

from __future__ import annotations

from django.urls import path, register_converter

from saldo.web.ui import views
from saldo.web.ui.policies.brand_colours import HEX

app_name = "ui"


class ColourConverter:
    """Six hexadecimal digits, in lower case."""

    regex = "[0-9a-f]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        found = HEX.fullmatch(value)
        if not found:
            raise ValueError(f"{value!r} is not a colour like #2a3fb0.")
        return found[1].lower()


register_converter(ColourConverter, "colour")

urlpatterns = [
    path("", views.show_components, name="show_components"),
    path("brand/<colour:colour>.css", views.show_brand_colours, name="show_brand_colours"),
    path("look", views.choose_look, name="choose_look"),
]
