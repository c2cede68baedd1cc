from saldo.ledger.queries.balances import CustomerBalance, customer_balances, item_balances
from saldo.ledger.queries.horizon import known_horizon
from saldo.ledger.queries.open_items import OpenItem, open_items
from saldo.ledger.queries.proofs import LedgerProof, prove_ledger

__all__ = [
    "CustomerBalance",
    "LedgerProof",
    "OpenItem",
    "customer_balances",
    "item_balances",
    "known_horizon",
    "open_items",
    "prove_ledger",
]
