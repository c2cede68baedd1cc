from saldo.base.numbering.views.change_series import change_series
from saldo.base.numbering.views.list_series import list_series

__all__ = ["change_series", "list_series"]
