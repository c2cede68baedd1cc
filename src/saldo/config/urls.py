"""Every address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from saldo.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("ui/", include("saldo.web.ui.urls")),
    path("", include("saldo.base.people.urls")),
]
