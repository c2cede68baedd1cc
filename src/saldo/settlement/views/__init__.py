from saldo.settlement.views.find_payments import find_payments
from saldo.settlement.views.receipt_document import receipt_document
from saldo.settlement.views.receive_payments import receive_payments
from saldo.settlement.views.reverse_payments import reverse_payments
from saldo.settlement.views.show_payment import show_payment
from saldo.settlement.views.show_statement import show_statement

__all__ = [
    "find_payments",
    "receipt_document",
    "receive_payments",
    "reverse_payments",
    "show_payment",
    "show_statement",
]
