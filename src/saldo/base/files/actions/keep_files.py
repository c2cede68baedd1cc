from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from saldo.base.files.models import File
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


class NewFile(NamedTuple):
    """A file to be kept; `name` is what a person sees when saving it."""

    name: str
    media_type: str
    body: bytes


def keep_files(files: Sequence[NewFile], *, actor: Actor) -> list[UUID]:
    """Keep files for good and return their ids, in order."""
    now, ids = current_frame().now, [new_id() for _ in files]
    insert_rows(
        File,
        ("id", "name", "media_type", "sha256", "size", "body", "created_at"),
        [
            (file_id, one.name, one.media_type, hashlib.sha256(one.body).hexdigest(), len(one.body), one.body, now)
            for file_id, one in zip(ids, files, strict=True)
        ],
    )
    return ids
