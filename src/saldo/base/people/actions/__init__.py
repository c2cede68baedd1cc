from saldo.base.people.actions.create_api_key import create_api_key
from saldo.base.people.actions.invite_member import invite_member
from saldo.base.people.actions.revoke_api_key import revoke_api_key

__all__ = ["create_api_key", "invite_member", "revoke_api_key"]
