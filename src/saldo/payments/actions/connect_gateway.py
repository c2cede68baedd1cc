from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings

from saldo.base.audit.actions import AuditLine, record
from saldo.base.inbox.plugins import get_plugin
from saldo.base.tenants.actions import issue_secret
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.kernel.actors import Actor
from saldo.payments.models import GatewayAccount


def connect_gateway(
    account_id: UUID, *, legal_entity_id: UUID, plugin: str, name: str, config: Mapping[str, str], actor: Actor
) -> str:
    """Connect an issuer to a payment gateway and return the address to which the gateway reports.

    The address holds a secret that is shown this once; it is also put into the configuration as `webhook_url`, for
    gateways that are told where to report with each order. The configuration is encrypted at rest. Raises NotFound for
    an unknown issuer and PluginError for an unknown plugin. The same id again connects nothing and returns "".
    """
    actor.require("connect_gateway")
    get_legal_entity(actor.tenant_id, legal_entity_id)
    get_plugin("gateway", plugin)
    if GatewayAccount.objects.filter(tenant_id=actor.tenant_id, id=account_id).exists():
        return ""
    secret_id, token = issue_secret(prefix="wh_", actor=actor)
    address = f"{settings.SALDO_BASE_URL}/webhooks/{token}/"
    GatewayAccount(
        id=account_id,
        tenant_id=actor.tenant_id,
        legal_entity_id=legal_entity_id,
        plugin=plugin,
        name=name,
        config={"webhook_url": address, **config},  # type: ignore[misc]  # encrypted text in the database only
        webhook_secret_id=secret_id,
        created_at=current_frame().now,
    ).save(force_insert=True)
    record(
        "connect_gateway",
        [AuditLine("gateway_account", account_id, None, {"plugin": plugin, "name": name})],
        actor=actor,
    )
    return address
