from saldo.base.tenants.actions.change_legal_entity import change_legal_entity
from saldo.base.tenants.actions.change_test_mode import change_test_mode
from saldo.base.tenants.actions.create_legal_entity import create_legal_entity
from saldo.base.tenants.actions.create_tenant import create_tenant
from saldo.base.tenants.actions.issue_secret import issue_secret
from saldo.base.tenants.actions.keep_secrets import keep_secrets

__all__ = [
    "change_legal_entity",
    "change_test_mode",
    "create_legal_entity",
    "create_tenant",
    "issue_secret",
    "keep_secrets",
]
