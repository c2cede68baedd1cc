from __future__ import annotations

from django.urls import path

from saldo.base.people import views

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("choose-company", views.choose_tenant, name="choose_tenant"),
]
