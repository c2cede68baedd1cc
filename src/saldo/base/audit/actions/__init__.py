from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.audit.actions.seal_audit import seal_audit

__all__ = ["AuditLine", "record", "seal_audit"]
