from saldo.base.numbering.actions.create_series import create_series
from saldo.base.numbering.actions.take_numbers import take_numbers

__all__ = ["create_series", "take_numbers"]
