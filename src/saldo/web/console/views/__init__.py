from saldo.web.console.views.change_legal_entity import change_legal_entity
from saldo.web.console.views.choose_legal_entity import choose_legal_entity
from saldo.web.console.views.connect_gateway import connect_gateway
from saldo.web.console.views.create_api_key import create_api_key
from saldo.web.console.views.create_legal_entity import create_legal_entity
from saldo.web.console.views.disconnect_gateways import disconnect_gateways
from saldo.web.console.views.download_records import download_records
from saldo.web.console.views.draw_sample import draw_sample
from saldo.web.console.views.find import find
from saldo.web.console.views.find_records import find_records
from saldo.web.console.views.forgot_password import forgot_password
from saldo.web.console.views.invite_member import invite_member
from saldo.web.console.views.list_api_keys import list_api_keys
from saldo.web.console.views.list_documents import list_documents
from saldo.web.console.views.list_legal_entities import list_legal_entities
from saldo.web.console.views.list_methods import list_methods
from saldo.web.console.views.preview_legal_entity import preview_legal_entity
from saldo.web.console.views.revoke_api_key import revoke_api_key
from saldo.web.console.views.set_up import set_up
from saldo.web.console.views.show_customer import show_customer
from saldo.web.console.views.show_invoice import show_invoice
from saldo.web.console.views.show_logo import show_logo
from saldo.web.console.views.show_overview import show_overview
from saldo.web.console.views.show_sample_mail import show_sample_mail
from saldo.web.console.views.show_settings import show_settings
from saldo.web.console.views.switch_test_mode import switch_test_mode

__all__ = [
    "change_legal_entity",
    "choose_legal_entity",
    "connect_gateway",
    "create_api_key",
    "create_legal_entity",
    "disconnect_gateways",
    "download_records",
    "draw_sample",
    "find",
    "find_records",
    "forgot_password",
    "invite_member",
    "list_api_keys",
    "list_documents",
    "list_legal_entities",
    "list_methods",
    "preview_legal_entity",
    "revoke_api_key",
    "set_up",
    "show_customer",
    "show_invoice",
    "show_logo",
    "show_overview",
    "show_sample_mail",
    "show_settings",
    "switch_test_mode",
]
