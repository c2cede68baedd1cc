from __future__ import annotations

from django.urls import path

from saldo.customers import views

app_name = "customers"
urlpatterns = [
    path("customers", views.find_customers, name="find_customers"),
    path("customers/new", views.create_customers, name="create_customers"),
    path("customers/<uuid:customer_id>/change", views.change_customer, name="change_customer"),
    path("customers/<uuid:customer_id>/contact", views.change_contact, name="change_contact"),
    path("customers/<uuid:customer_id>/portal-link", views.issue_portal_links, name="issue_portal_links"),
    path("customers/<uuid:customer_id>/portal-link/revoke", views.revoke_portal_links, name="revoke_portal_links"),
]
