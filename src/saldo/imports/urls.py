from __future__ import annotations

from django.urls import path

from saldo.imports import views

app_name = "imports"
urlpatterns = [
    path("imports", views.start_import, name="start_import"),
    path("imports/<uuid:run_id>", views.show_import, name="show_import"),
    path("imports/<uuid:run_id>/columns", views.map_import, name="map_import"),
    path("imports/<uuid:run_id>/progress", views.show_progress, name="show_progress"),
    path("imports/<uuid:run_id>/take", views.take_import, name="take_import"),
    path("imports/<uuid:run_id>/refused.csv", views.download_refused, name="download_refused"),
]
