"""Requests that may be repeated: the answer to an `Idempotency-Key` is kept, and given again.

After draft-ietf-httpapi-idempotency-key-header: the same key with the same request gives the same answer, with another
request it is refused, and while the first is still at work the second is told to come back.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Schema

from saldo.base.inbox.actions import keep_answer
from saldo.base.inbox.queries import find_answer
from saldo.kernel.errors import BadInput, Conflict

HEADER = "Idempotency-Key"
LONGEST = 200

Operation = Callable[..., tuple[int, Schema]]


def repeatable(operation: Operation) -> Callable[..., Any]:
    """Wrap an operation that returns `(status, schema)`; it must be asked with an `Idempotency-Key`.

    The answer is kept in the operation's own transaction. Raises BadInput where the key is missing or too long,
    Conflict where it was used for another request, or is being used at this moment (that one may be tried again).
    """

    @functools.wraps(operation)
    def run(request: HttpRequest, *args: Any, **options: Any) -> Any:
        key = request.headers.get(HEADER, "")
        if not key or len(key) > LONGEST:
            raise BadInput("idempotency_key", f"Send a header {HEADER} of at most {LONGEST} characters.", field=HEADER)
        actor = request.actor  # type: ignore[attr-defined]
        digest = _digest(request)
        kept = find_answer(actor.tenant_id, actor.id, key)
        if kept is not None:
            if kept.request_hash != digest:
                raise Conflict("key_used", "This Idempotency-Key was used for another request.")
            return JsonResponse(kept.body, status=kept.status, headers={"Idempotent-Replay": "true"})
        status, answer = operation(request, *args, **options)
        body = answer.model_dump(mode="json")
        if not keep_answer(key, request_hash=digest, status=status, body=body, actor=actor):
            raise Conflict("in_progress", "The same request is being worked on. Try again.", permanent=False)
        return JsonResponse(body, status=status)

    # What the operation asks for is written as text; ninja reads it here, where those names mean nothing.
    run.__signature__ = inspect.signature(operation, eval_str=True)  # type: ignore[attr-defined]
    return run


def _digest(request: HttpRequest) -> str:
    parts = (request.method or "", request.get_full_path(), request.body.decode("utf-8", "replace"))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
