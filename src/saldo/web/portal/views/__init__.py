from saldo.web.portal.views.ask_question import ask_question
from saldo.web.portal.views.choose_language import choose_language
from saldo.web.portal.views.download_document import download_document, download_receipt
from saldo.web.portal.views.download_statement import download_statement
from saldo.web.portal.views.follow_checkout import follow_checkout
from saldo.web.portal.views.list_documents import list_documents
from saldo.web.portal.views.open_checkout import open_checkout
from saldo.web.portal.views.propose_details import propose_details
from saldo.web.portal.views.report_problem import report_problem
from saldo.web.portal.views.show_account import show_account
from saldo.web.portal.views.show_checkout import show_checkout
from saldo.web.portal.views.show_document import show_document
from saldo.web.portal.views.show_logo import show_logo
from saldo.web.portal.views.use_credits import use_credits

__all__ = [
    "ask_question",
    "choose_language",
    "download_document",
    "download_receipt",
    "download_statement",
    "follow_checkout",
    "list_documents",
    "open_checkout",
    "propose_details",
    "report_problem",
    "show_account",
    "show_checkout",
    "show_document",
    "show_logo",
    "use_credits",
]
