from saldo.settlement.actions.apply_credits import apply_credits
from saldo.settlement.actions.deliver_receipts import deliver_receipts
from saldo.settlement.actions.import_payments import import_payments
from saldo.settlement.actions.issue_receipts import issue_receipts
from saldo.settlement.actions.make_receipts import make_receipts
from saldo.settlement.actions.receipt_document import receipt_document
from saldo.settlement.actions.receive_payments import receive_payments
from saldo.settlement.actions.reverse_payments import reverse_payments
from saldo.settlement.actions.send_corrections import send_corrections
from saldo.settlement.actions.settle_payments import settle_payments
from saldo.settlement.actions.use_credits import use_credits
from saldo.settlement.actions.write_allocations import write_allocations

__all__ = [
    "apply_credits",
    "deliver_receipts",
    "import_payments",
    "issue_receipts",
    "make_receipts",
    "receipt_document",
    "receive_payments",
    "reverse_payments",
    "send_corrections",
    "settle_payments",
    "use_credits",
    "write_allocations",
]
