from __future__ import annotations

from django.urls import path

from saldo.base.numbering import views

app_name = "numbering"
urlpatterns = [
    path("settings/numbers", views.list_series, name="list_series"),
    path("settings/numbers/<str:kind>", views.change_series, name="change_series"),
]
