from __future__ import annotations

from django.urls import path

from saldo.taxes.views.list_tax_codes import list_tax_codes

app_name = "taxes"
urlpatterns = [path("settings/taxes", list_tax_codes, name="list_tax_codes")]
