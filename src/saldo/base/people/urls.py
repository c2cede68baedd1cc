from __future__ import annotations

from django.urls import path

from saldo.base.people import views

app_name = "people"
urlpatterns = [
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-in/passkey", views.sign_in_with_passkey, name="sign_in_with_passkey"),
    path("sign-in/code", views.second_step, name="second_step"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("choose-company", views.choose_tenant, name="choose_tenant"),
    path("invitation/<str:token>", views.accept_invitation, name="accept_invitation"),
    path("reset-password/<str:token>", views.reset_password, name="reset_password"),
    path("confirm", views.confirm, name="confirm"),
    path("account", views.change_profile, name="change_profile"),
    path("account/security", views.show_security, name="show_security"),
    path("account/security/password", views.change_password, name="change_password"),
    path("account/security/authenticator", views.activate_totp, name="activate_totp"),
    path("account/security/passkey", views.add_passkey, name="add_passkey"),
    path("account/security/remove", views.remove_factors, name="remove_factors"),
    path("account/security/recovery-codes", views.renew_recovery_codes, name="renew_recovery_codes"),
    path("account/security/sign-out", views.end_sessions, name="end_sessions"),
    path("settings/people", views.list_members, name="list_members"),
    path("settings/people/<uuid:member_id>", views.change_member, name="change_member"),
    path("settings/people/<uuid:member_id>/withdraw", views.withdraw_invitations, name="withdraw_invitations"),
    path("settings/people/<uuid:member_id>/second-factor", views.reset_factors, name="reset_factors"),
]
