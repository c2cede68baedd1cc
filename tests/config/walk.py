"""The URL table, walked: every address asked with every method by somebody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from saldo.kernel.references import new_id

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MACHINES = ("portal", "api", "webhooks", "inbound")
"""Namespaces whose way in is a secret, not a signed-in person. ("ui" is the design's own page, with nobody's data.)"""

FILLED = {
    "reason": "x",
    "on": "2026-03-02",
    "version": "1",
    "amount": "1.00",
    "currency": "EUR",
    "method": "transfer",
    "received_on": "2026-03-02",
    "until": "2026-04-01",
    "subject": "x",
    "body": "x",
    "text": "x",
    "name": "x",
    "deliver": "no",
    "email": "x@example.test",
    "role": "owner",
    "password": "correct horse",
    "language": "en",
    "how": "all",
    "checked": "on",
    "scopes": "invoices:write",
    "confirmed": "on",
    "number": "X-1",
    "kind": "business",
}


class Address(NamedTuple):
    """One line of the URL table: the namespace and the route as Django has it."""

    namespace: str
    route: str
    name: str

    def path(self, values: dict[str, str]) -> str:
        """The address with values for its parts."""
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda part: values[part[1]], self.route)

    @property
    def has_id(self) -> bool:
        """Whether it names a thing of a tenant that not everybody in it, or every customer, may see."""
        return "_id>" in self.route.replace("issuer_id>", "")


def addresses() -> list[Address]:
    """Every address, from the URL table."""

    def walk(patterns: list[Any], prefix: str, namespace: str) -> Iterator[Address]:
        for one in patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from walk(one.url_patterns, route, namespace or one.namespace or "")
            elif isinstance(one, URLPattern):
                yield Address(namespace, route, one.name or "")

    found = list(walk(get_resolver().url_patterns, "", ""))
    assert len(found) > 60
    return found


class Site(NamedTuple):
    """Alice's company with one of everything, and what names it."""

    house: Any
    charlies: Any
    values: dict[str, str]
    stranger: str
    state: Callable[[], dict[str, str]]
    clock: Any


ONESELF = {
    *("sign_in", "sign_in_with_passkey", "second_step", "sign_out", "choose_tenant", "accept_invitation"),
    *("reset_password", "forgot_password", "confirm", "change_profile", "show_security", "change_password"),
    *("activate_totp", "add_passkey", "remove_factors", "renew_recovery_codes", "end_sessions"),
}
"""Ways in, and pages about one's own account: everybody has them. tests/base/people looks at them."""


def is_page(one: Address) -> bool:
    """Whether it is a page for staff. Signing in and out are looked at by themselves."""
    return one.namespace not in (*MACHINES, "ui") and one.name not in {*ONESELF, "healthz", "openapi_document"}


def walked(
    site: Site, client: Client, where: Callable[[Address], bool], *, methods: tuple[str, ...] = METHODS, **headers: str
) -> Iterator[Any]:
    """Addresses asked with every method, as (address, method, answer)."""
    for one in filter(where, addresses()):
        for method in methods:
            cache.clear()
            path = one.path(site.values)
            if method == "POST" and one.namespace != "api":
                answer = client.post(path, FILLED, headers=headers)
            else:
                body = json.dumps(FILLED) if method in ("POST", "PUT", "PATCH") else ""
                sent = {**headers, "Idempotency-Key": str(new_id())}
                answer = client.generic(method, path, body, content_type="application/json", headers=sent)
            yield one, method, answer


def within(*namespaces: str) -> Callable[[Address], bool]:
    """Addresses of these namespaces."""
    return lambda one: one.namespace in namespaces


def names_alice(answer: Any) -> bool:
    """Whether an answer says something that only Alice's company knows."""
    text = answer.content.decode("utf-8", "replace")
    return any(words in text for words in ("Marlow", "FT 2026", "FT\u00a02026", "Called", "Atelier Norte, Lda"))
