"""Which column of a file holds which field: guessed from the headings, or told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saldo.kernel.errors import BadInput


@dataclass(frozen=True, slots=True)
class ImportField:
    """A field that a file may hold, and the headings under which people and programs put it (folded, best first)."""

    name: str
    headings: tuple[str, ...]
    is_required: bool = False


def fold_heading(heading: str) -> str:
    """A heading without case, accents, blanks and signs: `Invoice No.` is `invoiceno`."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", plain.lower())


def guess_columns(header: Sequence[str], fields: Sequence[ImportField]) -> dict[str, str]:
    """Field → column, for the fields whose heading is found; a column serves one field.

    Headings that are equal win over ones that only begin or end the same way, and an earlier name of a field over a
    later one.
    """
    folded = {column: fold_heading(column) for column in header}
    found: dict[str, str] = {}
    for is_match in (_equals, _begins_or_ends):
        for field in fields:
            if field.name in found:
                continue
            taken = set(found.values())
            for heading in field.headings:
                column = next((one for one in header if one not in taken and is_match(folded[one], heading)), None)
                if column is not None:
                    found[field.name] = column
                    break
    return found


def check_columns(columns: Mapping[str, str], header: Sequence[str], fields: Sequence[ImportField]) -> dict[str, str]:
    """The mapping, if its fields and columns exist and nothing required is missing. Raises BadInput (`mapping`)."""
    known = {field.name for field in fields}
    for name, column in columns.items():
        if name not in known:
            raise BadInput(
                "unknown_field", f"There is no field {name}. Fields: {', '.join(sorted(known))}.", field="mapping"
            )
        if column not in header:
            raise BadInput("unknown_column", f"The file has no column {column!r} (for {name}).", field="mapping")
    missing = [field.name for field in fields if field.is_required and field.name not in columns]
    if missing:
        raise BadInput("column_missing", f"No column was found for: {', '.join(missing)}. Name it.", field="mapping")
    return dict(columns)


def _equals(folded: str, heading: str) -> bool:
    return folded == heading


def _begins_or_ends(folded: str, heading: str) -> bool:
    return len(heading) > 3 and (folded.startswith(heading) or folded.endswith(heading))
