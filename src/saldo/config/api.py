"""The API: `/api/v1`, for programs with a key.

`Authorization: Bearer sk_…`. A POST carries an `Idempotency-Key`. Lists are read with `?after=` and the cursor that
the page before gave. Errors are `application/problem+json` (RFC 9457).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from saldo.base.people.queries import actor_of_api_key
from saldo.base.tenants.frame import outside
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.customers.api import router as customers_router
from saldo.kernel.errors import BadInput, NotPermitted, Refused, SaldoError

api = NinjaAPI(
    title="Saldo",
    version="1",
    description=__doc__ or "",
    urls_namespace="api",
    docs_url=None,
    openapi_url=None,
    servers=[{"url": settings.SALDO_BASE_URL}],
)
api.add_router("/customers", customers_router)


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
    return JsonResponse(api.get_openapi_schema())
