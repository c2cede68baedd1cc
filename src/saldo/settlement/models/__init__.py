from saldo.settlement.models.allocation import Allocation
from saldo.settlement.models.receipt import Receipt

__all__ = ["Allocation", "Receipt"]
