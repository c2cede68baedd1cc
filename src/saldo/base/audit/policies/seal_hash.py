"""How a run of audit records becomes one hash."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

GENESIS = "0" * 64


def seal_hash(previous_hash: str, rows: Iterable[Sequence[Any]]) -> tuple[str, int]:
    """SHA-256 over the previous seal's hash and each record in turn, as (hexadecimal hash, number of records).

    A record is hashed as a JSON list of its columns, so that no two different records read the same.
    """
    digest, count = hashlib.sha256(previous_hash.encode()), 0
    for row in rows:
        digest.update(json.dumps(list(row), default=str, sort_keys=True, ensure_ascii=True).encode() + b"\n")
        count += 1
    return digest.hexdigest(), count
