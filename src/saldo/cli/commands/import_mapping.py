"""What is known of a file before its rows are taken: which column is which, and how amounts and dates are written.

A mapping is kept in a JSON file with one part for each kind, so that one export that feeds customers, invoices and
payments needs one mapping file:

    {"invoices": {"columns": {"number": "invoiceNumber", "title": ""}, "currency": "USD", "date_format": "month-first"}}

An empty column says that the file has none for this field; fields that are not named are guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from saldo.base.files.policies.choose_columns import ImportKind
from saldo.base.files.policies.read_table import Table
from saldo.cli.errors import CommandError
from saldo.imports.policies.map_file import FileMapping, Told
from saldo.imports.policies.map_file import map_file as map_rows
from saldo.kernel.errors import BadInput

ADVICE = {
    "mapping": "Use --map field=Column. The file has: {header}.",
    "currency": "Use --currency, as in --currency EUR.",
    "date_format": "Use --date-format.",
}
KEPT = ("currency", "date_format", "decimal_mark", "email_pattern")


def map_file(table: Table, kind: ImportKind, told: Told) -> FileMapping:
    """Walks through the file once. Raises CommandError where something has to be said that cannot be guessed."""
    try:
        return map_rows(table, kind, told)
    except BadInput as error:
        advice = ADVICE.get(error.field or "", "").format(header=", ".join(name for name in table.header if name))
        raise CommandError(f"{error.sentence} {advice}".rstrip(), error.code) from None


def read_told(kind: str, path: Path | None, said: Mapping[str, Any], columns: Mapping[str, str]) -> Told:
    """What the options say, completed by the part of a mapping file for this kind. Raises CommandError."""
    kept = _read_file(path).get(kind, {}) if path else {}
    saved = kept.get("columns", {}) if isinstance(kept, dict) else None
    if not isinstance(saved, dict) or not all(isinstance(one, str) for one in (*saved, *saved.values())):
        raise CommandError(f"{path} is not a mapping file: `saldo import --save-mapping` writes one.", "bad_mapping")
    values = {name: said.get(name) or str(kept.get(name) or "") for name in KEPT}
    return Told(columns=columns, saved_columns=saved, **values)


def save_mapping(path: Path, kind: ImportKind, mapping: FileMapping, told: Told) -> None:
    """Writes what was chosen as this kind's part of the file and leaves the other parts. Raises CommandError."""
    parts = _read_file(path) if path.exists() else {}
    columns = {one.name: mapping.columns.get(one.name, "") for one in kind.fields}
    settings = {name: value for name in KEPT if (value := getattr(told, name))}
    parts[kind.name] = {"columns": columns, **settings}
    try:
        path.write_text(json.dumps(parts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None


def _read_file(path: Path) -> dict[str, Any]:
    try:
        parts = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    except ValueError:
        parts = None
    if not isinstance(parts, dict):
        raise CommandError(f"{path} is not a mapping file: `saldo import --save-mapping` writes one.", "bad_mapping")
    return parts
