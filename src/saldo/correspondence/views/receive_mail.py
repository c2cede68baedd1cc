"""Where a mail server or provider posts mail that came back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from saldo.base.events.jobs import defer
from saldo.base.inbox.actions import receive_message
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.correspondence.actions.issue_inbound_address import PREFIX

MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class _Opening:
    tenant_id: UUID

    def enter(self, request: HttpRequest) -> None:
        """Nobody acts yet: what comes in is stored, and thought about by a job."""


def open_inbound(request: HttpRequest, arguments: dict[str, Any]) -> _Opening | HttpResponse:
    """The tenant of the address, or 404 for an address that is none."""
    token = str(arguments.get("token", ""))
    tenant_id = find_tenant(hash_secret(token)) if token.startswith(PREFIX) else None
    return _Opening(tenant_id) if tenant_id else HttpResponse(status=404)


@csrf_exempt
@require_POST
def receive_mail(request: HttpRequest, token: str) -> HttpResponse:
    """Store the mail as it came, its whole source as the body, and answer 202. The same mail is stored once."""
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        return HttpResponse(status=413)
    digest = hashlib.sha256(request.body).hexdigest()
    headers = {name: value for name, value in request.headers.items() if _is_kept(name)}
    inbox_id = receive_message(source="mail", external_id=digest, headers=headers, body=request.body)
    if inbox_id is not None:
        defer("correspondence.take_inbound_mail", [inbox_id])
    return HttpResponse(status=202)


def _is_kept(name: str) -> bool:
    """Neither cookies nor credentials; the signature, if the poster signs, is checked by the channel."""
    return name == "Content-Type" or name.lower().endswith("-signature")
