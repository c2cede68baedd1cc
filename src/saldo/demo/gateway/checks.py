"""What the API takes: every field is checked for type, length and characters before anything is done with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from saldo.demo.gateway.errors import ApiError
from saldo.demo.pages.post import is_loopback
from saldo.kernel.errors import SaldoError
from saldo.kernel.money import Money

KEY = re.compile(r"[\x21-\x7e]{1,200}")
METADATA_LIMIT = 30
# Narrower than the grammar of addresses: the origin is written into a content security policy, where ; and , separate.
_NETLOC = re.compile(r"([A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?")


def check_key(key: str | None) -> str:
    """An idempotency key: 1 to 200 visible ASCII characters."""
    if key is None or not KEY.fullmatch(key):
        raise ApiError("bad_idempotency_key", "Idempotency-Key must be 1 to 200 visible ASCII characters.", status=400)
    return key


def check_fields(body: Any, allowed: frozenset[str]) -> dict[str, Any]:
    """The body as an object without fields that nobody reads."""
    if not isinstance(body, dict):
        raise ApiError("bad_body", "The body must be a JSON object.", status=400)
    if unknown := sorted(set(body) - allowed):
        raise ApiError("unknown_field", "This field is not known.", field=unknown[0][:80])
    return body


def check_text(body: Mapping[str, Any], name: str, *, limit: int = 200, required: bool = False) -> str:
    """A line of text without control characters; absent is empty."""
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > limit or re.search(r"[\x00-\x1f\x7f]", value):
        raise ApiError("bad_text", f"This must be one line of at most {limit} characters.", field=name)
    if required and not value:
        raise ApiError("missing", "This is needed.", field=name)
    return value


def check_money(body: Mapping[str, Any]) -> Money:
    """`amount` ("1000.00") and `currency` as positive money."""
    amount = check_text(body, "amount", limit=40, required=True)
    currency = check_text(body, "currency", limit=3, required=True)
    try:
        money = Money.of(amount, currency)
    except SaldoError as error:
        raise ApiError(error.code, error.sentence, field="amount") from None
    if money.minor <= 0:
        raise ApiError("not_positive", "The amount must be more than zero.", field="amount")
    return money


def check_url(body: Mapping[str, Any], name: str, *, loopback: bool = False, required: bool = True) -> str:
    """An absolute http(s) address without a user name; `loopback` where this machine itself will call it."""
    url = check_text(body, name, limit=2000, required=required)
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        fine = parts.scheme in ("http", "https") and _NETLOC.fullmatch(parts.netloc) and (parts.port or 1) > 0
    except ValueError:
        fine = False
    if not fine or not re.fullmatch(r"[\x21-\x7e]+", url) or re.search(r"[\"'<>\\^`{|}]", url):
        raise ApiError("bad_url", "This must be an absolute http or https address.", field=name)
    if loopback and not is_loopback(url):
        raise ApiError("not_loopback", "Webhooks go to the loopback address only.", field=name)
    return url


def origin_of(url: str) -> str:
    """Scheme, host and port of a checked address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def check_metadata(body: Mapping[str, Any]) -> dict[str, str]:
    """At most 30 texts by name."""
    value = body.get("metadata", {})
    if not isinstance(value, dict) or len(value) > METADATA_LIMIT:
        raise ApiError("bad_metadata", f"Metadata is an object of at most {METADATA_LIMIT} texts.", field="metadata")
    for name, text in value.items():
        if not isinstance(text, str) or len(text) > 500 or len(name) > 80:
            raise ApiError("bad_metadata", "Each metadata value is a text of at most 500 characters.", field="metadata")
    check_wishes(value)
    return dict(value)


def check_wishes(metadata: Mapping[str, str]) -> None:
    """Refuse an order whose `simulator_` wishes could not be read later."""
    seconds_of(metadata, "simulator_webhook_delay_seconds", default=0)
    seconds_of(metadata, "simulator_settle_seconds", default=0)
    copies_of(metadata)
    for name, words in (
        ("simulator_webhook_order", ("as_happened", "reversed")),
        ("simulator_fault", ("none", "outage", "answer_lost")),
    ):
        if metadata.get(name, words[0]) not in words:
            raise ApiError("bad_metadata", f"{name} must be one of {', '.join(words)}.", field="metadata")


def seconds_of(metadata: Mapping[str, str], name: str, *, default: float) -> float:
    """Up to an hour, as decimal seconds."""
    text = metadata.get(name)
    if text is None:
        return default
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,3})?", text) or float(text) > 3600:
        raise ApiError("bad_metadata", f"{name} must be seconds from 0 to 3600.", field="metadata")
    return float(text)


def copies_of(metadata: Mapping[str, str]) -> int:
    """How many times each webhook is sent, 1 to 10."""
    text = metadata.get("simulator_webhook_copies", "1")
    if not re.fullmatch(r"[1-9]|10", text):
        raise ApiError("bad_metadata", "simulator_webhook_copies must be 1 to 10.", field="metadata")
    return int(text)
