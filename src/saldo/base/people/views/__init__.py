from saldo.base.people.views.accept_invitation import accept_invitation
from saldo.base.people.views.activate_totp import activate_totp
from saldo.base.people.views.add_passkey import add_passkey
from saldo.base.people.views.change_member import change_member
from saldo.base.people.views.change_password import change_password
from saldo.base.people.views.change_profile import change_profile
from saldo.base.people.views.confirm import confirm
from saldo.base.people.views.end_sessions import end_sessions
from saldo.base.people.views.list_members import list_members
from saldo.base.people.views.remove_factors import remove_factors
from saldo.base.people.views.renew_recovery_codes import renew_recovery_codes
from saldo.base.people.views.reset_factors import reset_factors
from saldo.base.people.views.reset_password import reset_password
from saldo.base.people.views.second_step import second_step
from saldo.base.people.views.show_security import show_security
from saldo.base.people.views.sign_in import choose_tenant, sign_in, sign_out
from saldo.base.people.views.sign_in_with_passkey import sign_in_with_passkey
from saldo.base.people.views.withdraw_invitations import withdraw_invitations

__all__ = [
    "accept_invitation",
    "activate_totp",
    "add_passkey",
    "change_member",
    "change_password",
    "change_profile",
    "choose_tenant",
    "confirm",
    "end_sessions",
    "list_members",
    "remove_factors",
    "renew_recovery_codes",
    "reset_factors",
    "reset_password",
    "second_step",
    "show_security",
    "sign_in",
    "sign_in_with_passkey",
    "sign_out",
    "withdraw_invitations",
]
