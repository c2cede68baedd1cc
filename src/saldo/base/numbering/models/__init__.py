from saldo.base.numbering.models.number_counter import NumberCounter
from saldo.base.numbering.models.number_series import NumberSeries

__all__ = ["NumberCounter", "NumberSeries"]
