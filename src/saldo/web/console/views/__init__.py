from saldo.web.console.views.change_legal_entity import change_legal_entity
from saldo.web.console.views.create_api_key import create_api_key
from saldo.web.console.views.find import find
from saldo.web.console.views.invite_member import invite_member
from saldo.web.console.views.revoke_api_key import revoke_api_key
from saldo.web.console.views.show_customer import show_customer
from saldo.web.console.views.show_invoice import show_invoice
from saldo.web.console.views.show_overview import show_overview
from saldo.web.console.views.show_settings import show_settings

__all__ = [
    "change_legal_entity",
    "create_api_key",
    "find",
    "invite_member",
    "revoke_api_key",
    "show_customer",
    "show_invoice",
    "show_overview",
    "show_settings",
]
