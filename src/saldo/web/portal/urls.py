from __future__ import annotations

from django.urls import path

from saldo.web.portal import views

app_name = "portal"
urlpatterns = [
    path("<str:token>/", views.show_account, name="show_account"),
    path("<str:token>/language/", views.choose_language, name="choose_language"),
    path("<str:token>/logo/<uuid:file_id>/", views.show_logo, name="show_logo"),
    path("<str:token>/ask/", views.ask_question, name="ask_question"),
    path("<str:token>/wrong/", views.report_problem, name="report_problem"),
    path("<str:token>/details/", views.propose_details, name="propose_details"),
    path("<str:token>/credit/", views.use_credits, name="use_credits"),
    path("<str:token>/pay/", views.open_checkout, name="open_checkout"),
    path("<str:token>/pay/<uuid:checkout_id>/", views.follow_checkout, name="follow_checkout"),
    path("<str:token>/paid/<uuid:checkout_id>/", views.show_checkout, name="show_checkout"),
    path("<str:token>/documents/", views.list_documents, name="list_documents"),
    path("<str:token>/documents/<int:year>/", views.list_documents, name="list_documents"),
    path("<str:token>/documents/<uuid:invoice_id>/", views.show_document, name="show_document"),
    path("<str:token>/documents/<uuid:invoice_id>/pdf/", views.download_document, name="download_document"),
    path(
        "<str:token>/statement/<uuid:issuer_id>/<str:currency>/pdf/",
        views.download_statement,
        name="download_statement",
    ),
    path("<str:token>/receipts/<uuid:payment_id>/pdf/", views.download_receipt, name="download_receipt"),
]
