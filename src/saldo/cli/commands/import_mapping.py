"""What is known of a file before its rows are taken: which column is which, and how amounts and dates are written.

A mapping is kept in a JSON file with one part for each kind, so that one export that feeds customers, invoices and
payments needs one mapping file:

    {"invoices": {"columns": {"number": "invoiceNumber", "title": ""}, "currency": "USD", "date_format": "month-first"}}

An empty column says that the file has none for this field; fields that are not named are guessed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from saldo.base.files.policies.cell_format import DATE_ORDERS, CellFormat, guess_format
from saldo.base.files.policies.choose_columns import ImportKind, choose_columns, implausible_columns
from saldo.base.files.policies.read_table import Table
from saldo.cli.errors import CommandError
from saldo.kernel.errors import BadInput

ADVICE = {
    "mapping": "Use --map field=Column. The file has: {header}.",
    "currency": "Use --currency, as in --currency EUR.",
    "date_format": "Use --date-format.",
}
KEPT = ("currency", "date_format", "decimal_mark", "email_pattern")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the options say, or the mapping file where they are silent. Empty says nothing."""

    columns: Mapping[str, str] = field(default_factory=dict)
    saved_columns: Mapping[str, str] = field(default_factory=dict)
    currency: str = ""
    date_format: str = ""
    decimal_mark: Any = ""
    email_pattern: str = ""


@dataclass(frozen=True, slots=True)
class FileMapping:
    """Column and example by field, the guesses that were dropped with a value that shows why, the format, the rows."""

    columns: Mapping[str, str]
    examples: Mapping[str, str]
    dropped: Mapping[str, tuple[str, str]]
    format: CellFormat
    row_count: int


def map_file(table: Table, kind: ImportKind, told: Told) -> FileMapping:
    """Walks through the file once. Raises CommandError where something has to be said that cannot be guessed."""
    try:
        return _map_file(table, kind, told)
    except BadInput as error:
        advice = ADVICE.get(error.field or "", "").format(header=", ".join(name for name in table.header if name))
        raise CommandError(f"{error.sentence} {advice}".rstrip(), error.code) from None


def _map_file(table: Table, kind: ImportKind, told: Told) -> FileMapping:
    columns, guessed = choose_columns(table.header, kind, told=told.columns, saved=told.saved_columns)
    judged = {name: columns[name] for name in (*kind.amounts, *kind.dates, *kind.plausible) if name in columns}
    values, examples, row_count = _survey(table, columns, judged)
    wrong = implausible_columns(values, kind, guessed=guessed)
    kept = {name: column for name, column in columns.items() if name not in wrong}
    cell_format = guess_format(
        {name: values[name] for name in judged if name in kept},
        currency=told.currency,
        decimal_mark=told.decimal_mark or None,
        date_format=told.date_format,
        amount_fields=[name for name in kind.amounts if name in kept],
        date_fields=[name for name in kind.dates if name in kept],
    )
    dropped = {name: (columns[name], value) for name, value in wrong.items()}
    return FileMapping(kept, examples, dropped, cell_format, row_count)


def _survey(
    table: Table, columns: Mapping[str, str], judged: Mapping[str, str]
) -> tuple[dict[str, set[str]], dict[str, str], int]:
    """Every different value of some fields, the first value of all, and how many rows there are."""
    places = {name: table.header.index(column) for name, column in columns.items()}
    values: dict[str, set[str]] = {name: set() for name in judged}
    wanted = [(values[name], places[name]) for name in judged]
    examples: dict[str, str] = {}
    count = 0
    for row in table.rows():
        count += 1
        if row.refusal is not None:
            continue
        for found, place in wanted:
            if row.cells[place]:
                found.add(row.cells[place])
        if len(examples) < len(places):
            for name, place in places.items():
                if row.cells[place]:
                    examples.setdefault(name, row.cells[place])
    return values, examples, count


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


def describe_format(cell_format: CellFormat, dates: Sequence[str]) -> dict[str, str]:
    """How dates, decimals and amounts are read, in the words of the options; empty where it is decided row by row."""
    words = {order: word for word, order in DATE_ORDERS.items()}
    orders = {cell_format.date_orders.get(name) for name in dates}
    order = orders.pop() if len(orders) == 1 else None
    return {
        "date_format": cell_format.date_pattern or (words[order] if order else ""),
        "decimal_mark": "" if cell_format.decimal_mark == "guess" else cell_format.decimal_mark,
        "currency": cell_format.currency,
    }


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
