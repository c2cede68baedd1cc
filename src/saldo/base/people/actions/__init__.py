from saldo.base.people.actions.accept_invitation import accept_invitation
from saldo.base.people.actions.activate_totp import activate_totp
from saldo.base.people.actions.add_passkey import add_passkey
from saldo.base.people.actions.admit_member import admit_member
from saldo.base.people.actions.change_member import change_member
from saldo.base.people.actions.change_password import change_password
from saldo.base.people.actions.change_profile import change_profile
from saldo.base.people.actions.count_attempt import count_attempt
from saldo.base.people.actions.create_api_key import create_api_key
from saldo.base.people.actions.end_sessions import end_sessions
from saldo.base.people.actions.forget_attempts import forget_attempts
from saldo.base.people.actions.invite_member import invite_member
from saldo.base.people.actions.keep_form import keep_form
from saldo.base.people.actions.remove_factors import remove_factors
from saldo.base.people.actions.renew_recovery_codes import renew_recovery_codes
from saldo.base.people.actions.reset_factors import reset_factors
from saldo.base.people.actions.revoke_api_key import revoke_api_key
from saldo.base.people.actions.withdraw_invitations import withdraw_invitations

__all__ = [
    "accept_invitation",
    "activate_totp",
    "add_passkey",
    "admit_member",
    "change_member",
    "change_password",
    "change_profile",
    "count_attempt",
    "create_api_key",
    "end_sessions",
    "forget_attempts",
    "invite_member",
    "keep_form",
    "remove_factors",
    "renew_recovery_codes",
    "reset_factors",
    "revoke_api_key",
    "withdraw_invitations",
]
