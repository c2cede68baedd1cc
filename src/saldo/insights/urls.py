from __future__ import annotations

from django.urls import path

from saldo.insights import views

app_name = "insights"
urlpatterns = [
    path("reports", views.show_reports, name="show_reports"),
    path("reports/ageing", views.show_ageing, name="show_ageing"),
    path("reports/ageing.csv", views.download_ageing, name="download_ageing"),
    path("reports/open", views.show_open_items, name="show_open_items"),
    path("reports/dso", views.show_dso, name="show_dso"),
    path("reports/dso/goal", views.set_goal, name="set_goal"),
    path("reports/cash", views.show_expected_cash, name="show_expected_cash"),
]
