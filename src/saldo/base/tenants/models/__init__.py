from saldo.base.tenants.models.legal_entity import LegalEntity
from saldo.base.tenants.models.secret import Secret
from saldo.base.tenants.models.tenant import Tenant

__all__ = ["LegalEntity", "Secret", "Tenant"]
