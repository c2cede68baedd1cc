"""Accounts at payment gateways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from saldo.kernel.errors import NotFound
from saldo.payments.models import GatewayAccount


@dataclass(frozen=True, slots=True)
class GatewaySheet:
    """An account with its configuration in plain text: keep it in memory only, and out of logs."""

    id: UUID
    legal_entity_id: UUID
    plugin: str
    name: str
    config: Mapping[str, str]
    is_active: bool

    def __repr__(self) -> str:
        return f"GatewaySheet({self.id}, {self.plugin})"

    @property
    def source(self) -> str:
        """Where its webhooks are kept in the inbox."""
        return f"gateway:{self.id}"


def get_gateway(tenant_id: UUID, gateway_account_id: UUID) -> GatewaySheet:
    """One account. Raises NotFound."""
    found = gateway_sheets(tenant_id, [gateway_account_id])
    if not found:
        raise NotFound()
    return found[gateway_account_id]


def gateway_sheets(tenant_id: UUID, gateway_account_ids: Iterable[UUID]) -> dict[UUID, GatewaySheet]:
    """Accounts by id; an unknown id is left out."""
    rows = GatewayAccount.objects.filter(tenant_id=tenant_id, id__in=set(gateway_account_ids))
    return {row.id: _sheet(row) for row in rows}


def gateway_accounts(tenant_id: UUID, legal_entity_id: UUID) -> list[GatewaySheet]:
    """The accounts that customers of an issuer can pay through, oldest first."""
    rows = GatewayAccount.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id, is_active=True)
    return [_sheet(row) for row in rows.order_by("created_at", "id")]


def gateway_by_secret(tenant_id: UUID, secret_hash: bytes) -> GatewaySheet | None:
    """The account whose webhook address holds this secret. It is heard even when it takes no new payments."""
    row = GatewayAccount.objects.filter(tenant_id=tenant_id, webhook_secret__secret_hash=secret_hash).first()
    return _sheet(row) if row else None


def _sheet(row: GatewayAccount) -> GatewaySheet:
    return GatewaySheet(row.id, row.legal_entity_id, row.plugin, row.name, row.config, row.is_active)  # type: ignore[arg-type]  # decrypted: a dict
