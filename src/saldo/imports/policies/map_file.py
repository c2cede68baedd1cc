"""What is known of a file before its rows are taken: which column is which, and how amounts and dates are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from saldo.base.files.policies.cell_format import DATE_ORDERS, CellFormat, guess_format
from saldo.base.files.policies.choose_columns import ImportKind, choose_columns, implausible_columns
from saldo.base.files.policies.read_table import Table
from saldo.kernel.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What people say of a file, or what was kept where they are silent. Empty says nothing."""

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


def map_file(table: Table, kind: ImportKind, told: Told, *, most_rows: int | None = None) -> FileMapping:
    """Walks through the file once, or through its first `most_rows`.

    Raises BadInput (`mapping`, `currency`, `date_format`) where something has to be said that cannot be guessed.
    """
    columns, guessed = choose_columns(table.header, kind, told=told.columns, saved=told.saved_columns)
    judged = {name: columns[name] for name in (*kind.amounts, *kind.dates, *kind.plausible) if name in columns}
    values, examples, row_count = _survey(table, columns, judged, most_rows)
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
    table: Table, columns: Mapping[str, str], judged: Mapping[str, str], most_rows: int | None
) -> tuple[dict[str, set[str]], dict[str, str], int]:
    """Every different value of some fields, the first value of all, and how many rows there are."""
    places = {name: table.header.index(column) for name, column in columns.items()}
    values: dict[str, set[str]] = {name: set() for name in judged}
    wanted = [(values[name], places[name]) for name in judged]
    examples: dict[str, str] = {}
    count = 0
    for row in islice(table.rows(), most_rows):
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


def first_values(table: Table, *, most_rows: int = 50) -> dict[str, str]:
    """The first value of each column, to tell people what stands in it; as far as the file can be read."""
    found: dict[str, str] = {}
    with suppress(BadInput):
        for row in islice(table.rows(), most_rows):
            for column, cell in zip(table.header, row.cells, strict=False):
                if cell:
                    found.setdefault(column, cell)
    return found
