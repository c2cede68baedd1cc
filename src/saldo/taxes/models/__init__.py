from saldo.taxes.models.tax_code import TaxCode

__all__ = ["TaxCode"]
