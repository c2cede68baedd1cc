from saldo.base.audit.models.audit_record import AuditRecord
from saldo.base.audit.models.audit_seal import AuditSeal

__all__ = ["AuditRecord", "AuditSeal"]
