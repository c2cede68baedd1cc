"""One call to the simulator's API, and every way it can fail as a PluginError.

not_configured   permanent   the config lacks something
bad_credentials  permanent   the API key is wrong
not_found        permanent   no such charge or checkout
key_reused       permanent   the idempotency key was used for something else
refused          permanent   anything else that the simulator does not take
unreachable      again       nothing was sent
timeout          again       sent, and no answer came: the money may have moved; the same key tells
outage           again       it answered that it is out of order (5xx, 429)
bad_answer       again       what came back is not an answer
"""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import SplitResult, urlsplit

from saldo.kernel.errors import PluginError

ANSWER_LIMIT_BYTES = 1024 * 1024
DEFAULT_TIMEOUT_SECONDS = 10.0

_CODES = {401: "bad_credentials", 403: "bad_credentials", 404: "not_found"}


class Declined(PluginError):
    """The simulator answered, and the answer is no (HTTP 409 or 422). Callers for whom a no is an answer catch it."""

    def __init__(self, code: str, occurred_at: str) -> None:
        super().__init__(
            "key_reused" if code == "key_reused" else "refused", f"The gateway refused ({code}).", permanent=True
        )
        self.gateway_code = code
        self.occurred_at = occurred_at


@dataclass(frozen=True)
class Endpoint:
    """Where the simulator is and how to speak to it."""

    address: SplitResult
    api_key: str
    timeout_seconds: float

    @classmethod
    def of(cls, config: Mapping[str, str]) -> Endpoint:
        """Read from the config; raises PluginError "not_configured"."""
        address, api_key = urlsplit(config.get("api_url", "")), config.get("api_key", "")
        timeout = config.get("timeout_seconds", "") or str(DEFAULT_TIMEOUT_SECONDS)
        if address.scheme not in ("http", "https") or not address.hostname or not _is_header_text(api_key):
            raise PluginError("not_configured", "The simulator gateway needs api_url and api_key.", permanent=True)
        if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", timeout) or float(timeout) == 0:
            raise PluginError("not_configured", "timeout_seconds must be seconds.", permanent=True)
        return cls(address, api_key, float(timeout))

    def get(self, path: str) -> dict[str, Any]:
        """The JSON object at the path."""
        return self._call("GET", path, None, {})

    def post(self, path: str, body: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """The answer to a call that the key makes safe to repeat."""
        if not _is_header_text(key):
            raise PluginError("refused", "The key must be visible ASCII characters.", permanent=True)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        return self._call("POST", path, json.dumps(body).encode(), headers)

    def _call(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> dict[str, Any]:
        kind = http.client.HTTPSConnection if self.address.scheme == "https" else http.client.HTTPConnection
        connection = kind(self.address.hostname or "", self.address.port, timeout=self.timeout_seconds)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise PluginError("unreachable", "The gateway cannot be reached.", permanent=False) from error
            try:
                target = self.address.path.rstrip("/") + path
                connection.request(method, target, body, {"Authorization": f"Bearer {self.api_key}", **headers})
                with connection.getresponse() as response:
                    status, answer = response.status, response.read(ANSWER_LIMIT_BYTES)
            except (OSError, http.client.HTTPException) as error:
                raise PluginError("timeout", "The gateway did not answer.", permanent=False) from error
        finally:
            connection.close()
        return _read(status, answer)


def _is_header_text(text: str) -> bool:
    return re.fullmatch(r"[\x21-\x7e]{1,200}", text) is not None


def _read(status: int, answer: bytes) -> dict[str, Any]:
    if status >= 500 or status == 429:
        raise PluginError("outage", "The gateway is out of order.", permanent=False)
    if status in _CODES:
        raise PluginError(_CODES[status], "The gateway does not know this.", permanent=True)
    try:
        value = json.loads(answer)
    except ValueError:
        value = None
    if status in (409, 422) and isinstance(value, dict) and isinstance(value.get("error"), dict):
        raise Declined(str(value["error"].get("code")), str(value["error"].get("occurred_at")))
    if 400 <= status < 500:
        raise PluginError("refused", f"The gateway refused (HTTP {status}).", permanent=True)
    if status != 200 or not isinstance(value, dict):
        raise PluginError("bad_answer", "The gateway's answer cannot be read.", permanent=False)
    return value
