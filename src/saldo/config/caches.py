"""Django's cache in a table, so that every process sees the same counts: brakes against guessing, codes used once.

Not for speed: a get is a query. What is kept here may be lost at any time without harm.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

_ADD = """
    INSERT INTO saldo_cache (key, value, ends_at) VALUES (%s, %s, %s)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
"""
_SWEEP_ONCE_IN = 200


class SharedCache(BaseCache):
    """Values are what JSON can hold. `incr` is one statement: no count is lost between two processes."""

    def __init__(self, _location: str, params: Mapping[str, Any]) -> None:
        super().__init__(dict(params))

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless one is kept that has not ended; whether it was kept."""
        now = time.time()
        if not secrets.randbelow(_SWEEP_ONCE_IN):
            self._run("DELETE FROM saldo_cache WHERE ends_at <= %s", now)
        values = (self._key(key, version), json.dumps(value), self._end(timeout))
        return self._run(f"{_ADD} WHERE saldo_cache.ends_at <= %s RETURNING key", *values, now) is not None

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default where none is kept any more."""
        statement = "SELECT value FROM saldo_cache WHERE key = %s AND ends_at > %s"
        found = self._run(statement, self._key(key, version), time.time())
        return default if found is None else json.loads(found)

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value in place of the one before."""
        self._run(f"{_ADD} RETURNING key", self._key(key, version), json.dumps(value), self._end(timeout))

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        """Count on. Raises ValueError where there is nothing to count on."""
        statement = (
            "UPDATE saldo_cache SET value = (value::bigint + %s)::text WHERE key = %s AND ends_at > %s RETURNING value"
        )
        counted = self._run(statement, delta, self._key(key, version), time.time())
        if counted is None:
            raise ValueError(f"Nothing is kept under {key!r}.")
        return int(counted)

    def touch(self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value end at another time; whether there was one."""
        statement = "UPDATE saldo_cache SET ends_at = %s WHERE key = %s AND ends_at > %s RETURNING key"
        return self._run(statement, self._end(timeout), self._key(key, version), time.time()) is not None

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value; whether there was one."""
        return self._run("DELETE FROM saldo_cache WHERE key = %s RETURNING key", self._key(key, version)) is not None

    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM saldo_cache RETURNING key")

    def _key(self, key: str, version: int | None) -> str:
        return self.make_and_validate_key(key, version=version).replace("\0", "")[:400]

    def _end(self, timeout: Any) -> float:
        end = self.get_backend_timeout(timeout)
        return 9e15 if end is None else float(end)

    @staticmethod
    def _run(statement: str, *values: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone() if cursor.description else None
        return None if row is None else row[0]
