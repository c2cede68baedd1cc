"""Files that were kept."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.files.models import File
from saldo.kernel.errors import NotFound


def get_file(tenant_id: UUID, file_id: UUID) -> File:
    """One file with its bytes. Raises NotFound."""
    found = File.objects.filter(tenant_id=tenant_id, id=file_id).first()
    if found is None:
        raise NotFound()
    return found


def get_files(tenant_id: UUID, file_ids: Sequence[UUID]) -> list[File]:
    """Several files with their bytes, in the order asked for. Raises NotFound where one is missing."""
    found = {one.id: one for one in File.objects.filter(tenant_id=tenant_id, id__in=file_ids)}
    if len(found) != len(set(file_ids)):
        raise NotFound()
    return [found[file_id] for file_id in file_ids]
