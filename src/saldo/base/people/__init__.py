"""People: users, their membership and role in each tenant, API keys, and what each may do.

A user is global and may belong to several tenants; what they may do is decided by their role there. Somebody is
invited, opens the link, and is active; signing in takes a password and, where there is one, a second factor, or a
passkey alone.
Verbs: invite_member, withdraw_invitations, accept_invitation, admit_member, change_member; change_password,
activate_totp, add_passkey, remove_factors, renew_recovery_codes, end_sessions, change_profile; create_api_key,
revoke_api_key.
"""
