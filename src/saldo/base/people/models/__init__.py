from saldo.base.people.models.api_key import ApiKey
from saldo.base.people.models.membership import Membership
from saldo.base.people.models.sign_in import SignIn
from saldo.base.people.models.user import User

__all__ = ["ApiKey", "Membership", "SignIn", "User"]
