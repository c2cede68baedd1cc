"""Accounts at payment gateways."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from saldo.base.inbox.plugins import get_plugin
from saldo.kernel.errors import Conflict, NotFound
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


def moves_money(plugin: str) -> bool:
    """Whether what goes through a plugin is real; a simulator says `moves_money = False`, silence means yes."""
    return bool(getattr(get_plugin("gateway", plugin), "moves_money", True))


def require_usable(gateway: GatewaySheet, *, test_modes: Collection[UUID]) -> None:
    """Raises Conflict ("gateway_off", "test_mode") where no payment may be begun through an account.

    `test_modes` are the issuers in test mode, as `lock_test_modes` says.
    """
    if not gateway.is_active:
        raise Conflict("gateway_off", "Payments through this gateway are switched off.")
    if gateway.legal_entity_id in test_modes and moves_money(gateway.plugin):
        raise Conflict("test_mode", "This is a test: no real payment can be made here.")


def gateway_by_secret(tenant_id: UUID, secret_hash: bytes) -> GatewaySheet | None:
    """The account whose webhook address holds this secret. It is heard even when it takes no new payments."""
    row = GatewayAccount.objects.filter(tenant_id=tenant_id, webhook_secret__secret_hash=secret_hash).first()
    return _sheet(row) if row else None


def _sheet(row: GatewayAccount) -> GatewaySheet:
    return GatewaySheet(row.id, row.legal_entity_id, row.plugin, row.name, row.config, row.is_active)  # type: ignore[arg-type]  # decrypted: a dict
