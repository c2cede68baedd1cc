from saldo.taxes.actions.create_tax_codes import create_tax_codes
from saldo.taxes.policies.check_tax_code import NewTaxCode

__all__ = ["NewTaxCode", "create_tax_codes"]
