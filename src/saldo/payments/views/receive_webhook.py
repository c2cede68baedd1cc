"""Where gateways report. What is signed is stored as it came, and thought about by a job."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from saldo.base.events.jobs import defer
from saldo.base.inbox.actions import receive_message
from saldo.base.inbox.plugins import get_plugin
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.kernel.actors import Actor
from saldo.kernel.errors import NotFound, PluginError
from saldo.payments.queries import gateway_by_secret
from saldo.spi.gateway import GatewayEvent, PaymentGateway, RawEvent

logger = logging.getLogger(__name__)

_NOT_KEPT = frozenset({"cookie", "authorization", "x-forwarded-for", "x-real-ip", "forwarded"})


@dataclass(frozen=True)
class WebhookOpening:
    """A gateway, told by the secret in the address."""

    tenant_id: UUID
    secret_hash: bytes

    def enter(self, request: HttpRequest) -> None:
        """Name the account that reports. Raises NotFound for a secret that opens something else."""
        gateway = gateway_by_secret(self.tenant_id, self.secret_hash)
        if gateway is None:
            raise NotFound()
        request.gateway = gateway  # type: ignore[attr-defined]
        request.actor = Actor.system(self.tenant_id, name="gateway")  # type: ignore[attr-defined]


def open_webhook(_request: HttpRequest, kwargs: dict[str, Any]) -> WebhookOpening:
    """The tenant that the address opens. Raises NotFound."""
    secret_hash = hash_secret(kwargs["token"])
    tenant_id = find_tenant(secret_hash)
    if tenant_id is None:
        raise NotFound()
    return WebhookOpening(tenant_id, secret_hash)


@csrf_exempt
@require_POST
def receive_webhook(request: HttpRequest, token: str) -> HttpResponse:
    """200 once it is stored, or was before; 400 for what the gateway did not sign, and nothing changes."""
    gateway = request.gateway  # type: ignore[attr-defined]
    plugin: PaymentGateway = get_plugin("gateway", gateway.plugin)
    raw = RawEvent(dict(request.headers), request.body)
    try:
        events = plugin.parse_event(raw, gateway.config)
    except PluginError as error:
        # neither body nor headers: whoever wrote them, they may name people
        logger.warning("webhook refused: %s (gateway account %s, %d bytes)", error.code, gateway.id, len(raw.body))
        return HttpResponse(status=400)
    headers = {name: value for name, value in raw.headers.items() if name.lower() not in _NOT_KEPT}
    message_id = receive_message(
        source=gateway.source, external_id=_external_id(events, raw.body), headers=headers, body=raw.body
    )
    if message_id is not None:
        defer("payments.take_gateway_events", [message_id])
    return HttpResponse(status=200)


def _external_id(events: list[GatewayEvent], body: bytes) -> str:
    """The gateway's own id of the event; of a body that brings none or several, what it says."""
    if len(events) == 1 and len(events[0].id) <= 200:
        return events[0].id
    return hashlib.sha256(body).hexdigest()
