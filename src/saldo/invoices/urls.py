from __future__ import annotations

from django.urls import path

from saldo.invoices import views

app_name = "invoices"
urlpatterns = [
    path("invoices", views.find_invoices, name="find_invoices"),
    path("invoices/new", views.draft_invoices, name="draft_invoices"),
    path("invoices/<uuid:invoice_id>/change", views.change_draft, name="change_draft"),
    path("invoices/<uuid:invoice_id>/discard", views.discard_drafts, name="discard_drafts"),
    path("invoices/<uuid:invoice_id>/preview.pdf", views.preview_invoice, name="preview_invoice"),
    path("invoices/<uuid:invoice_id>/document.pdf", views.show_document, name="show_document"),
    path("invoices/<uuid:invoice_id>/issue", views.issue_invoices, name="issue_invoices"),
    path("invoices/<uuid:invoice_id>/credit", views.credit_invoices, name="credit_invoices"),
    path("invoices/<uuid:invoice_id>/deliver", views.deliver_invoices, name="deliver_invoices"),
]
