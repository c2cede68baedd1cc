from saldo.ledger.models.balance import Balance
from saldo.ledger.models.entry import Entry
from saldo.ledger.models.posting import Posting

__all__ = ["Balance", "Entry", "Posting"]
