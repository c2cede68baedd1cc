"""Requests, responses and routes over WSGI, with the checks that every page of the demo's machines needs.

The machines are reachable from any page that the reader's browser has open, so the host name must be a loopback one
(against DNS rebinding) and a form must come from our own page (against cross-site requests).
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

logger = logging.getLogger(__name__)

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
BODY_LIMIT_BYTES = 64 * 1024
FIELD_LIMIT = 60

POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action {form_action}; base-uri 'none'; frame-ancestors 'none'"
)

Headers = list[tuple[str, str]]


@dataclass(frozen=True)
class Request:
    """One request, read whole. `hang_up` closes the connection without an answer, where the server can."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    host: str
    hang_up: Callable[[], None]

    @property
    def form(self) -> dict[str, str]:
        """The fields of an urlencoded form; raises Halt(400) for anything else."""
        if self.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
            raise Halt(text_response(400, "A form was expected."))
        try:
            return _pairs(self.body.decode("utf-8"))
        except ValueError:
            raise Halt(text_response(400, "The form could not be read.")) from None


@dataclass(frozen=True)
class Response:
    """One answer; `headers` come on top of the security headers."""

    status: int
    body: bytes
    content_type: str
    headers: Headers = field(default_factory=list)


class Halt(Exception):
    """Ends the request with this answer."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status)
        self.response = response


Handler = Callable[..., Response]
Route = tuple[str, str, Handler]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


def text_response(status: int, text: str) -> Response:
    """A plain sentence."""
    return Response(status, text.encode() + b"\n", "text/plain; charset=utf-8")


def html_response(status: int, page: str, *, form_action: str = "'self'", headers: Headers | None = None) -> Response:
    """A page; `form_action` lists the origins that its forms may lead to, redirects included."""
    policy = POLICY.format(form_action=form_action)
    security = ("Content-Security-Policy", policy)
    return Response(status, page.encode(), "text/html; charset=utf-8", [security, *(headers or [])])


def json_response(status: int, value: object, *, headers: Headers | None = None) -> Response:
    """A JSON document."""
    return Response(status, json.dumps(value).encode(), "application/json", headers or [])


def see_other(url: str) -> Response:
    """Go there with GET. The caller has checked the address."""
    return Response(303, b"", "text/plain; charset=utf-8", [("Location", url)])


def application(routes: Sequence[Route]) -> Application:
    """A WSGI application; a path template writes its variables as `<name>` (letters, digits, underscore, dash)."""
    table = [(method, _pattern(path), handler) for method, path, handler in routes]

    def respond(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = _answer(table, environ)
        body = b"" if environ["REQUEST_METHOD"] == "HEAD" else response.body
        start_response(f"{response.status} {HTTPStatus(response.status).phrase}", _headers(response))
        return [body]

    return respond


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"<(\w+)>", r"(?P<\1>[A-Za-z0-9_-]{1,80})", path))


def _answer(table: Sequence[tuple[str, re.Pattern[str], Handler]], environ: dict[str, Any]) -> Response:
    try:
        request = _read(environ)
        return _dispatch(table, request)
    except Halt as halt:
        return halt.response
    except Exception:
        logger.exception("request failed")
        return text_response(500, "Something went wrong on our side.")


def _dispatch(table: Sequence[tuple[str, re.Pattern[str], Handler]], request: Request) -> Response:
    method = "GET" if request.method == "HEAD" else request.method
    found = [(verb, match, handler) for verb, pattern, handler in table if (match := pattern.fullmatch(request.path))]
    for verb, match, handler in found:
        if verb == method:
            return handler(request, **match.groupdict())
    if found:
        allowed = ", ".join(sorted({verb for verb, _, _ in found}))
        return Response(405, b"Not allowed here.\n", "text/plain; charset=utf-8", [("Allow", allowed)])
    return text_response(404, "There is nothing here.")


def _read(environ: dict[str, Any]) -> Request:
    headers = {key[5:].replace("_", "-").lower(): value for key, value in environ.items() if key.startswith("HTTP_")}
    headers["content-type"] = environ.get("CONTENT_TYPE", "")
    host = headers.get("host", "")
    if re.sub(r":\d+$", "", host) not in LOOPBACK_NAMES:
        raise Halt(text_response(421, "This machine answers on the loopback address only."))
    method = environ["REQUEST_METHOD"]
    if method not in ("GET", "HEAD") and not _same_origin(headers, host):
        raise Halt(text_response(403, "The form did not come from this site."))
    try:
        query = _pairs(environ.get("QUERY_STRING", ""))
    except ValueError:
        raise Halt(text_response(400, "The address could not be read.")) from None
    return Request(
        method=method,
        path=environ.get("PATH_INFO", "/") or "/",
        query=query,
        headers=headers,
        body=_body(environ) if method not in ("GET", "HEAD") else b"",
        host=host,
        hang_up=environ.get("saldo.hang_up", lambda: None),
    )


def _same_origin(headers: Mapping[str, str], host: str) -> bool:
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == host


def _body(environ: dict[str, Any]) -> bytes:
    declared = environ.get("CONTENT_LENGTH") or ("0" if environ["REQUEST_METHOD"] == "DELETE" else "")
    if not re.fullmatch(r"\d{1,12}", declared):
        raise Halt(text_response(411, "The length of the request is missing."))
    if int(declared) > BODY_LIMIT_BYTES:
        raise Halt(text_response(413, "The request is too large."))
    body: bytes = environ["wsgi.input"].read(int(declared))
    if len(body) != int(declared):
        raise Halt(text_response(400, "The request was cut short."))
    return body


def _pairs(text: str) -> dict[str, str]:
    return dict(
        parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text), max_num_fields=FIELD_LIMIT, errors="strict")
    )


def _headers(response: Response) -> Headers:
    given = {name.lower() for name, _ in response.headers}
    standing = [
        ("Content-Type", response.content_type),
        ("Content-Length", str(len(response.body))),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ]
    return [(name, value) for name, value in standing if name.lower() not in given] + list(response.headers)
