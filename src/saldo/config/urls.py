"""Every address."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from saldo.config.api import api, openapi_document
from saldo.config.health import healthz
from saldo.correspondence.views.receive_mail import receive_mail

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("ui/", include("saldo.web.ui.urls")),
    path("api/v1/openapi.json", openapi_document, name="openapi_document"),
    path("api/v1/", api.urls),
    path("webhooks/", include("saldo.payments.urls")),
    path("p/", include("saldo.web.portal.urls")),
    path("inbound/", include(([path("mail/<str:token>/", receive_mail, name="receive_mail")], "inbound"))),
    path("", include("saldo.base.people.urls")),
    path("", include("saldo.web.console.urls")),
    path("", include("saldo.base.numbering.urls")),
    path("", include("saldo.taxes.urls")),
    path("", include("saldo.customers.urls")),
    path("", include("saldo.correspondence.urls")),
    path("", include("saldo.invoices.urls")),
    path("", include("saldo.settlement.urls")),
    path("", include("saldo.cases.urls")),
    path("", include("saldo.imports.urls")),
    path("", include("saldo.collections.urls")),
    path("", include("saldo.insights.urls")),
]
