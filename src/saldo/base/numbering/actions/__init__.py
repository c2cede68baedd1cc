from saldo.base.numbering.actions.change_series import change_series
from saldo.base.numbering.actions.create_series import create_series
from saldo.base.numbering.actions.take_numbers import take_numbers

__all__ = ["change_series", "create_series", "take_numbers"]
