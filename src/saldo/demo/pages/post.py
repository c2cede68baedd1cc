"""Posting to another program on this machine: signed, without following redirects, never anywhere else."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from saldo.demo.pages.wsgi import LOOPBACK_NAMES

TIMEOUT_SECONDS = 10.0


def sign(secret: str, body: bytes, *, at: int) -> str:
    """`t=<unix>,v1=<hex hmac-sha256 of "t.body">`."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_loopback(url: str) -> bool:
    """True when the address leads to this machine."""
    parts = urlsplit(url)
    return parts.scheme in ("http", "https") and re.sub(r":\d+$", "", parts.netloc) in LOOPBACK_NAMES


def post(url: str, body: bytes, headers: Mapping[str, str], *, timeout: float = TIMEOUT_SECONDS) -> str:
    """The answer's status as text, or in words what went wrong."""
    if not is_loopback(url):
        return "not sent: not the loopback address"
    parts = urlsplit(url)
    connection_type = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = connection_type(parts.hostname or "", parts.port, timeout=timeout)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body=body, headers=dict(headers))
        with connection.getresponse() as response:
            return str(response.status)
    except ConnectionRefusedError:
        return "nobody answers there"
    except TimeoutError:
        return "no answer in time"
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"no answer ({type(error).__name__})"
    finally:
        connection.close()
