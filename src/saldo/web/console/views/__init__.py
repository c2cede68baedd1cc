from saldo.web.console.views.change_legal_entity import change_legal_entity
from saldo.web.console.views.choose_legal_entity import choose_legal_entity
from saldo.web.console.views.create_api_key import create_api_key
from saldo.web.console.views.create_legal_entity import create_legal_entity
from saldo.web.console.views.draw_sample import draw_sample
from saldo.web.console.views.find import find
from saldo.web.console.views.forgot_password import forgot_password
from saldo.web.console.views.invite_member import invite_member
from saldo.web.console.views.list_documents import list_documents
from saldo.web.console.views.list_legal_entities import list_legal_entities
from saldo.web.console.views.preview_legal_entity import preview_legal_entity
from saldo.web.console.views.revoke_api_key import revoke_api_key
from saldo.web.console.views.show_customer import show_customer
from saldo.web.console.views.show_invoice import show_invoice
from saldo.web.console.views.show_logo import show_logo
from saldo.web.console.views.show_overview import show_overview
from saldo.web.console.views.show_sample_mail import show_sample_mail
from saldo.web.console.views.show_settings import show_settings

__all__ = [
    "change_legal_entity",
    "choose_legal_entity",
    "create_api_key",
    "create_legal_entity",
    "draw_sample",
    "find",
    "forgot_password",
    "invite_member",
    "list_legal_entities",
    "preview_legal_entity",
    "list_documents",
    "revoke_api_key",
    "show_customer",
    "show_invoice",
    "show_logo",
    "show_overview",
    "show_sample_mail",
    "show_settings",
]
