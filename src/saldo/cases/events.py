"""What cases announce; `ids` are ids of cases. Published with the change, in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CasesOpened:
    """A customer asked, or says that something is wrong, or wrote again about it."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CasesClosed:
    """Nobody waits for anything any more; what was in dispute may be asked for again."""

    ids: tuple[UUID, ...]
