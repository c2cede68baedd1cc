from __future__ import annotations

from django.urls import path

from saldo.settlement import views

app_name = "settlement"
urlpatterns = [
    path("customers/<uuid:customer_id>/statement.pdf", views.show_statement, name="show_statement"),
    path("payments", views.find_payments, name="find_payments"),
    path("payments/new", views.receive_payments, name="receive_payments"),
    path("payments/<uuid:payment_id>", views.show_payment, name="show_payment"),
    path("payments/<uuid:payment_id>/reverse", views.reverse_payments, name="reverse_payments"),
    path("payments/<uuid:payment_id>/receipt.pdf", views.receipt_document, name="receipt_document"),
]
