from __future__ import annotations

from django.urls import path

from saldo.web.console import views

app_name = "console"
urlpatterns = [
    path("", views.show_overview, name="show_overview"),
    path("find", views.find, name="find"),
    path("customers/<uuid:customer_id>", views.show_customer, name="show_customer"),
    path("customers/<uuid:customer_id>/documents", views.list_documents, name="list_documents"),
    path("invoices/<uuid:invoice_id>", views.show_invoice, name="show_invoice"),
    path("settings", views.show_settings, name="show_settings"),
    path("settings/company", views.change_legal_entity, name="change_legal_entity"),
    path("settings/company/preview", views.preview_legal_entity, name="preview_legal_entity"),
    path("settings/company/sample.png", views.draw_sample, name="draw_sample"),
    path("settings/company/sample-mail", views.show_sample_mail, name="show_sample_mail"),
    path("settings/company/logo", views.show_logo, name="show_logo"),
    path("settings/methods", views.list_methods, name="list_methods"),
    path("settings/methods/new", views.connect_gateway, name="connect_gateway"),
    path("settings/methods/<uuid:account_id>/disconnect", views.disconnect_gateways, name="disconnect_gateways"),
    path("settings/audit", views.find_records, name="find_records"),
    path("settings/audit.csv", views.download_records, name="download_records"),
    path("settings/keys", views.list_api_keys, name="list_api_keys"),
    path("settings/test-mode", views.switch_test_mode, name="switch_test_mode"),
    path("settings/companies", views.list_legal_entities, name="list_legal_entities"),
    path("settings/companies/new", views.create_legal_entity, name="create_legal_entity"),
    path("settings/companies/<uuid:legal_entity_id>/open", views.choose_legal_entity, name="choose_legal_entity"),
    path("set-up", views.set_up, name="set_up"),
    path("set-up/<slug:step>", views.set_up, name="set_up"),
    path("forgot-password", views.forgot_password, name="forgot_password"),
    path("settings/people/invite", views.invite_member, name="invite_member"),
    path("settings/api-keys", views.create_api_key, name="create_api_key"),
    path("settings/api-keys/<uuid:key_id>/revoke", views.revoke_api_key, name="revoke_api_key"),
]
