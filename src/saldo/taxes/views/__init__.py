from saldo.taxes.views.list_tax_codes import list_tax_codes

__all__ = ["list_tax_codes"]
