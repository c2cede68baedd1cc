"""The API: `/api/v1`, for programs with a key.

`Authorization: Bearer sk_…`. A POST carries an `Idempotency-Key`. Lists are read with `?after=` and the cursor that
the page before gave. Errors are `application/problem+json` (RFC 9457).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser

from saldo.base.inbox.repeatable import HEADER, LONGEST
from saldo.base.people.queries import actor_of_api_key
from saldo.base.tenants.frame import outside
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.customers.api import router as customers_router
from saldo.invoices.api import router as invoices_router
from saldo.kernel.errors import BadInput, NotPermitted, Refused, SaldoError
from saldo.settlement.api import router as payments_router


class PlainTextParser(Parser):
    """JSON whose texts can be kept: the database takes no NUL, and half of a surrogate pair is no character."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises ValueError, which is answered with 400."""
        body = super().parse_body(request)
        _require_plain(body)
        return body

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        """The query. Raises BadInput."""
        _require_plain(list(data.values()))
        return super().parse_querydict(data, list_fields, request)


def _require_plain(value: Any) -> None:
    texts = [value]
    while texts:
        one = texts.pop()
        if isinstance(one, dict):
            texts += [*one, *one.values()]
        elif isinstance(one, list):
            texts += one
        elif isinstance(one, str) and _UNKEEPABLE.search(one):
            raise BadInput("bad_character", "A text holds a character that cannot be kept (NUL or half a pair).")


_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")

api = NinjaAPI(
    title="Saldo",
    version="1",
    description=__doc__ or "",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    parser=PlainTextParser(),
    servers=[{"url": settings.SALDO_BASE_URL}],
)
api.add_router("/customers", customers_router)
api.add_router("/invoices", invoices_router)
api.add_router("/payments", payments_router)


class Unauthorised(NotPermitted):
    """No key, or one that opens nothing."""

    default_code = "unauthorised"
    default_sentence = "Send a valid API key: Authorization: Bearer sk_…"
    default_http_status = 401


@dataclass(frozen=True)
class ProgramOpening:
    """A program that holds a key of a tenant."""

    tenant_id: UUID
    secret_hash: bytes

    def enter(self, request: HttpRequest) -> None:
        """Name the actor. Raises Unauthorised for a key that was revoked."""
        actor = actor_of_api_key(self.tenant_id, self.secret_hash)
        if actor is None:
            raise Unauthorised()
        request.actor = actor  # type: ignore[attr-defined]


def open_for_program(request: HttpRequest, _kwargs: dict[str, Any]) -> ProgramOpening:
    """The tenant that the request's key opens. Raises Unauthorised."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    secret_hash = hash_secret(token.strip())
    tenant_id = find_tenant(secret_hash) if scheme.lower() == "bearer" and token else None
    if tenant_id is None:
        raise Unauthorised()
    return ProgramOpening(tenant_id, secret_hash)


def problem(status: int, code: str, sentence: str, **more: Any) -> HttpResponse:
    """An error as RFC 9457 has it; `code` is for programs, `detail` for people."""
    body = {"type": f"urn:saldo:{code}", "title": code.replace("_", " "), "status": status, "code": code}
    answer = JsonResponse({**body, "detail": sentence, **more}, status=status, content_type="application/problem+json")
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="saldo"'
    return answer


def problem_of(error: SaldoError) -> HttpResponse:
    """Any error of ours as a problem; a refused batch names every item."""
    more: dict[str, Any] = {"retry": True} if not error.permanent else {}
    if isinstance(error, Refused):
        more["refused"] = [
            {"item": str(one.item), "code": one.code, "detail": one.sentence, "field": getattr(one, "field", None)}
            for one in error.outcome.refused
        ]
    if isinstance(error, BadInput) and error.field:
        more["field"] = error.field
    return problem(error.http_status, error.code, error.sentence, **more)


@api.exception_handler(SaldoError)
def _on_error(_request: HttpRequest, error: SaldoError) -> HttpResponse:
    if error.http_status >= 500:
        raise error
    return problem_of(error)


@api.exception_handler(ValidationError)
def _on_bad_shape(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = [{"field": ".".join(map(str, one["loc"])), "detail": one["msg"]} for one in error.errors]
    return problem(422, "bad_input", "The request does not have the right shape.", fields=fields)


@api.exception_handler(Http404)
def _on_missing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return problem(404, "not_found", "This does not exist.")


@api.exception_handler(HttpError)
def _on_http_error(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, "bad_request", error.message)


@api.exception_handler(RequestDataTooBig)
def _on_too_big(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problem(413, "too_big", "The request is too big.")


@outside
def openapi_document(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI description; it holds no data of anybody."""
    return JsonResponse(_described(dict(api.get_openapi_schema())))


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """What holds for every operation: the key, the Idempotency-Key of a POST, and problems as errors."""
    parts = schema.setdefault("components", {})
    parts["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    parts["schemas"] = {**parts.get("schemas", {}), "Problem": _PROBLEM}
    schema["security"] = [{"key": []}]
    for path in schema["paths"].values():
        for method, operation in path.items():
            if method == "post":
                operation["parameters"] = [*operation.get("parameters", []), _IDEMPOTENCY_KEY]
            operation["responses"] = {**operation["responses"], "default": _PROBLEM_ANSWER}
    return schema


_IDEMPOTENCY_KEY = {
    "name": HEADER,
    "in": "header",
    "required": True,
    "description": "Made by the caller before the first try; the same key is done once.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
}
_PROBLEM = {
    "type": "object",
    "description": "An error as RFC 9457 has it; `code` is for programs, `detail` for people.",
    "required": ["type", "title", "status", "code", "detail"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "code", "detail", "field")},
        "status": {"type": "integer"},
        "retry": {"type": "boolean"},
        "fields": {"type": "array", "items": {"type": "object"}},
        "refused": {"type": "array", "items": {"type": "object"}},
    },
}
_PROBLEM_ANSWER = {
    "description": "Why it was not done",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
