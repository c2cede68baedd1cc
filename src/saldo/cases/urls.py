from __future__ import annotations

from django.urls import path

from saldo.cases import views

app_name = "cases"
urlpatterns = [
    path("cases/<uuid:case_id>", views.show_case, name="show_case"),
    path("cases/<uuid:case_id>/answer", views.answer_cases, name="answer_cases"),
    path("cases/<uuid:case_id>/close", views.close_cases, name="close_cases"),
    path("cases/<uuid:case_id>/confirm", views.confirm_contact_changes, name="confirm_contact_changes"),
]
