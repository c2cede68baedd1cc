"""Addresses of the machines; the pages' are added by the console."""

from __future__ import annotations

from django.urls import path

from saldo.payments.views.receive_webhook import receive_webhook

app_name = "webhooks"

urlpatterns = [path("<str:token>/", receive_webhook, name="receive_webhook")]
