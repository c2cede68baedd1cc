"""What is to be taken from a file, and what became of each of its rows."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from saldo.base.files.policies.cell_format import CellFormat
from saldo.base.files.policies.read_table import Table

DONE, UNCHANGED, REFUSED = "done", "unchanged", "refused"


class Issuer(Protocol):
    """What taking rows wants to know of a legal entity."""

    id: UUID
    time_zone: Any


class Fate(NamedTuple):
    """What became of a row: done, unchanged or refused; of a refusal why, and which field is to blame."""

    row: int
    fate: str
    field: str | None = None
    code: str | None = None
    sentence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What is asked for. `customer_columns` are for the customers that a file of invoices brings along, None for none.

    `issuer` is None for customers, who belong to the whole account.
    """

    kind: str
    table: Table
    columns: Mapping[str, str]
    format: CellFormat
    issuer: Issuer | None = None
    email_pattern: str = ""
    customer_columns: Mapping[str, str] | None = None
    skips_unpaid: bool = False
    dry_run: bool = False
    takes_good_rows: bool = False


@dataclass(slots=True)
class Report:
    """Every row's fate in the order of the file, and whether it was written down."""

    fates: list[Fate] = field(default_factory=list)
    written: bool = False

    def count(self, fate: str) -> int:
        """How many rows had this fate."""
        return sum(one.fate == fate for one in self.fates)


def is_to_be_kept(report: Report, wanted: Import) -> bool:
    """Whether what was taken may be committed: it is no dry run, and no row is refused that was to be taken."""
    return not wanted.dry_run and (wanted.takes_good_rows or not report.count(REFUSED))


def pack_fates(fates: Iterable[Fate]) -> bytes:
    """The rows that were not simply taken, for storing. A done row says nothing, so it is left out."""
    told = [list(one) for one in fates if one.fate == REFUSED or one.sentence]
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())


def unpack_fates(packed: bytes) -> list[Fate]:
    """What `pack_fates` stored."""
    return [Fate(*one) for one in json.loads(zlib.decompress(packed))] if packed else []


def refusals_of(fates: Sequence[Fate]) -> list[Fate]:
    """Those that were refused."""
    return [one for one in fates if one.fate == REFUSED]
