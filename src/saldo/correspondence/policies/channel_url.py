"""Which channel does an address such as `smtp://user:password@host:587?tls=starttls` mean, and how is it configured?"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from saldo.kernel.errors import BadInput


class ChannelAddress(NamedTuple):
    """The plugin's name and its configuration."""

    name: str
    config: dict[str, str]


def parse_channel_url(url: str) -> ChannelAddress | None:
    """The channel that `SALDO_SMTP_URL` names; None for an empty one. Raises BadInput ("bad_smtp_url").

    The scheme is the plugin's name; `smtps` is `smtp` with TLS from the first byte. Configuration: host, port,
    security ("none", "starttls", "tls": `?tls=` of the address), username, password (percent-decoded), each only where
    the address says so, and whatever else stands in the query.
    """
    if not url.strip():
        return None
    parts = urlsplit(url.strip())
    try:
        port = parts.port
    except ValueError:
        raise _bad("The port of SALDO_SMTP_URL is not a number below 65536.") from None
    if not parts.scheme or (parts.scheme in {"smtp", "smtps"} and not parts.hostname):
        raise _bad("SALDO_SMTP_URL looks like smtp://user:password@host:587?tls=starttls.")
    query = dict(parse_qsl(parts.query))
    security = query.pop("tls", "tls" if parts.scheme == "smtps" else "")
    if security not in {"", "none", "starttls", "tls"}:
        raise _bad("tls in SALDO_SMTP_URL is starttls, tls or none.")
    config = {"host": parts.hostname or "", "port": str(port or ""), "security": security}
    config |= {"username": unquote(parts.username or ""), "password": unquote(parts.password or "")}
    name = "smtp" if parts.scheme == "smtps" else parts.scheme
    return ChannelAddress(name, {key: value for key, value in config.items() if value} | query)


def _bad(sentence: str) -> BadInput:
    return BadInput("bad_smtp_url", sentence)
