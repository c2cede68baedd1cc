"""A channel for tests: it accepts every message and keeps it in SENT, in this process, until `SENT.clear()`.

Config, all optional: `fail` = "temporary" or "permanent" makes `send` raise; `refuse` = addresses parted by commas
that get `accepted=False`; `secret` is the key under which `sign_event` signs. Without a secret every event is refused.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from saldo.kernel.errors import PluginError
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind, OutgoingMessage, RawEvent, Receipt

SENT: list[OutgoingMessage] = []
"""Every message accepted by this process, oldest first."""

SIGNATURE_HEADER = "Saldo-Memory-Signature"


class MemoryChannel:
    """Keeps what it is given; holds nothing itself."""

    name = "memory"

    def send(self, message: OutgoingMessage, config: Mapping[str, str]) -> Receipt:
        if failure := config.get("fail"):
            for_good = failure == "permanent"
            raise PluginError(f"{failure}_failure", "The memory channel was told to fail.", permanent=for_good)
        refused = {address.strip() for address in config.get("refuse", "").split(",")}
        if any(mailbox.address in refused for mailbox in message.recipients):
            return Receipt(accepted=False)
        SENT.append(message)
        return Receipt(accepted=True, provider_reference=f"memory-{len(SENT)}")

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> list[DeliveryEvent]:
        secret, signature = config.get("secret", ""), raw.header(SIGNATURE_HEADER) or ""
        if not secret or not hmac.compare_digest(_signature(raw.body, secret).encode(), signature.encode()):
            raise PluginError("bad_signature", "The signature of the event is wrong.", permanent=True)
        known = set(DeliveryEventKind)
        return [
            DeliveryEvent(
                kind=DeliveryEventKind(event["kind"]),
                message_id=event["message_id"],
                occurred_at=datetime.fromisoformat(event["occurred_at"]),
                detail=event["detail"],
                permanent=event["permanent"],
            )
            for event in json.loads(raw.body)
            if event["kind"] in known
        ]


def sign_event(events: Sequence[DeliveryEvent | Mapping[str, object]], secret: str) -> RawEvent:
    """What a provider would post for these events; a mapping stands for an event of a kind unknown to Saldo."""
    rows = [event if isinstance(event, Mapping) else _row(event) for event in events]
    body = json.dumps(rows).encode()
    return RawEvent({SIGNATURE_HEADER: _signature(body, secret)}, body)


def _row(event: DeliveryEvent) -> dict[str, object]:
    return {
        "kind": event.kind.value,
        "message_id": event.message_id,
        "occurred_at": event.occurred_at.isoformat(),
        "detail": event.detail,
        "permanent": event.permanent,
    }


def _signature(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
