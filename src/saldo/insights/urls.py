from __future__ import annotations

from django.urls import path

from saldo.insights.views.show_ageing import show_ageing

app_name = "insights"
urlpatterns = [path("reports/ageing", show_ageing, name="show_ageing")]
