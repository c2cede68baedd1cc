"""`saldo import customers|invoices|payments FILE.csv`: takes over what another program kept.

The columns are guessed from their headings and shown; `--map` corrects them, `--save-mapping` keeps them. Nothing is
written when a row is refused, unless `--take-good-rows` says so. The same file again changes nothing. One file may
feed all three kinds: customers first, then invoices, then payments.

Exit code 0 when the rows were taken or stood there already (in a dry run: would be), 1 when nothing was taken because
rows are refused.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from saldo.cli.database import open_application
from saldo.cli.errors import CommandError, UsageError
from saldo.cli.output import Output

if TYPE_CHECKING:
    from saldo.base.files.policies.choose_columns import ImportKind
    from saldo.base.files.policies.read_table import Table
    from saldo.base.tenants.models import LegalEntity
    from saldo.imports.policies.map_file import FileMapping, Told
    from saldo.imports.policies.row_fates import Fate, Report

KINDS = ("customers", "invoices", "payments")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MOST_TABLE_ROWS = 500
LINES_AT_ONCE = 1_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, from where, how to read it, and what to do with it."""
    parser.add_argument("kind", choices=KINDS, help="what the rows are")
    parser.add_argument("file", type=Path, help="a CSV file (comma, semicolon or tab; UTF-8 or Windows-1252)")
    reading = parser.add_argument_group("how to read it (guessed and shown when left out)")
    reading.add_argument("--map", action="append", default=[], metavar="FIELD=COLUMN", help="FIELD= for: not in here")
    reading.add_argument("--mapping", type=Path, help="a mapping that was saved before")
    reading.add_argument("--save-mapping", type=Path, metavar="FILE", help="keep the mapping and the formats")
    reading.add_argument("--currency", default="", help="for rows that name none, such as EUR")
    reading.add_argument(
        "--date-format", default="", help="%%d-%%m-%%Y and the like, day-first, month-first, year-first"
    )
    reading.add_argument("--decimal-mark", default="", choices=[".", ","], help="the sign before the decimals")
    reading.add_argument("--email-pattern", default="", help="an address for each customer: {customer}@example.test")
    parser.add_argument("--tenant", default="", help="whose account (id), when there are several")
    parser.add_argument("--legal-entity", default="", help="whose invoices (name or id), when there are several")
    parser.add_argument("--create-customers", action="store_true", help="invoices: make the customers that they name")
    parser.add_argument(
        "--skip-unpaid", action="store_true", help="payments: leave rows without a day, as not paid yet"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would become of every row; write nothing")
    parser.add_argument("--take-good-rows", action="store_true", help="leave out the rows that are refused")


def run(options: argparse.Namespace, output: Output) -> int:
    """Checks the installation, then takes the file."""
    if options.create_customers and options.kind != "invoices":
        raise UsageError("--create-customers goes with invoices.")
    if options.skip_unpaid and options.kind != "payments":
        raise UsageError("--skip-unpaid goes with payments.")
    content = read_content(options.file)
    open_application()
    return take_file(content, options, output)


def take_file(content: bytes, options: argparse.Namespace, output: Output) -> int:
    """Maps, shows, takes and reports. Needs Django and the database, and no open frame."""
    from saldo.base.files.policies.choose_columns import read_told_columns
    from saldo.base.files.policies.read_table import read_table
    from saldo.cli.commands.import_mapping import map_file, read_told, save_mapping
    from saldo.cli.commands.import_rows import Import, import_rows

    tenant_id = choose_tenant(options.tenant)
    issuer = None if options.kind == "customers" else choose_issuer(tenant_id, options.legal_entity)
    table = read_table(content)
    kind = kind_of(options.kind)
    told = read_told(options.kind, options.mapping, vars(options), read_told_columns(options.map))
    mapping = map_file(table, kind, told)
    show_mapping(table, kind, mapping, output)
    if options.save_mapping:
        save_mapping(options.save_mapping, kind, mapping, told)
    wanted = Import(
        kind=options.kind,
        table=table,
        columns=mapping.columns,
        format=mapping.format,
        issuer=issuer,
        email_pattern=told.email_pattern,
        customer_columns=columns_of_customers(table, mapping, options, told) if options.create_customers else None,
        skips_unpaid=options.skip_unpaid,
        dry_run=options.dry_run,
        takes_good_rows=options.take_good_rows,
    )
    with output.progress(f"Reading {options.kind}", mapping.row_count) as advance:
        report = import_rows(wanted, tenant_id=tenant_id, advance=advance)
    return tell(report, options, output)


def read_content(path: Path) -> bytes:
    """The file's bytes. Raises CommandError."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.", "no_file") from None


def kind_of(name: str) -> ImportKind:
    """The fields of a kind of file."""
    from saldo.customers.policies.customer_columns import CUSTOMERS
    from saldo.invoices.policies.read_invoice_rows import INVOICES
    from saldo.settlement.policies.read_payment_rows import PAYMENTS

    return {"customers": CUSTOMERS, "invoices": INVOICES, "payments": PAYMENTS}[name]


def choose_tenant(told: str) -> UUID:
    """The account that is meant, or the only one. Raises UsageError."""
    from saldo.base.tenants.queries import list_tenants

    known = {str(one): one for one in list_tenants()}
    if told in known:
        return known[told]
    if told or len(known) != 1:
        names = ", ".join(known) or "none yet: run `saldo setup`"
        raise UsageError(f"Say whose account it is with --tenant. Accounts: {names}.")
    return next(iter(known.values()))


def choose_issuer(tenant_id: UUID, told: str) -> LegalEntity:
    """The legal entity that is meant by name or id, or the only one. Raises UsageError."""
    from saldo.base.tenants.frame import frame
    from saldo.base.tenants.queries import list_legal_entities

    with frame(tenant_id):
        known = list_legal_entities(tenant_id)
    wanted = told.strip().casefold()
    meant = [one for one in known if not wanted or wanted in (str(one.id), one.name.casefold())]
    if len(meant) != 1:
        names = ", ".join(one.name for one in known)
        raise UsageError(f"Say whose invoices they are with --legal-entity. Legal entities: {names}.")
    return meant[0]


def columns_of_customers(table: Table, mapping: FileMapping, options: argparse.Namespace, told: Told) -> dict[str, str]:
    """The columns of a file of invoices that speak of their customers: as saved for customers, or guessed."""
    from saldo.cli.commands.import_mapping import map_file, read_told

    number = {"number": mapping.columns["customer"]}
    said = {"email_pattern": told.email_pattern}
    return dict(map_file(table, kind_of("customers"), read_told("customers", options.mapping, said, number)).columns)


def show_mapping(table: Table, kind: ImportKind, mapping: FileMapping, output: Output) -> None:
    """Which column is read as which field, and how; before anything is taken."""
    from saldo.imports.policies.map_file import describe_format

    cells = DELIMITERS.get(table.delimiter, table.delimiter)
    output.say(f"{mapping.row_count:,} rows, {table.encoding}, cells parted by {cells}.")
    output.table(
        ["field", "column", "for example"],
        [[name, column, mapping.examples.get(name, "")[:40]] for name, column in mapping.columns.items()],
    )
    for name, (column, value) in mapping.dropped.items():
        output.say(f"{column} is not read as {name}: it holds values such as {value[:40]}.")
    formats = describe_format(mapping.format, [name for name in kind.dates if name in mapping.columns])
    if kind.dates:
        told = [f"{name.replace('_', ' ')}: {value or 'row by row'}" for name, value in formats.items()]
        output.say("; ".join(told) + ".")
    output.add(kind=kind.name, mapping=dict(mapping.columns), formats=formats)


def tell(report: Report, options: argparse.Namespace, output: Output) -> int:
    """The rows' fates (all of them in a dry run, otherwise those refused), the sum, and the exit code."""
    counts = {fate: report.count(fate) for fate in ("done", "unchanged", "refused")}
    shown = report.fates if options.dry_run else [one for one in report.fates if one.fate == "refused"]
    show_fates(shown, output)
    output.add(**counts, written=report.written, dry_run=options.dry_run)
    output.add(rows=[one._asdict() for one in report.fates] if output.as_json else [])
    is_taken = not counts["refused"] or options.take_good_rows
    if options.kind == "invoices" and any(one.code == "unknown_customer" for one in shown):
        output.say("Unknown customers: import them first (the same file may do), or use --create-customers.")
    output.say(summary(counts, dry_run=options.dry_run, is_taken=is_taken))
    return 0 if is_taken else 1


def summary(counts: dict[str, int], *, dry_run: bool, is_taken: bool) -> str:
    """One or two sentences."""
    done = "would be imported" if dry_run or not is_taken else "imported"
    sums = f"{counts['done']:,} {done}, {counts['unchanged']:,} unchanged, {counts['refused']:,} refused."
    if not is_taken:
        verb = "would be" if dry_run else "was"
        return f"{sums} Nothing {verb} imported: mend the rows that are refused, or leave them with --take-good-rows."
    return f"{sums} Nothing was written: this was a dry run." if dry_run else sums


def show_fates(fates: Sequence[Fate], output: Output) -> None:
    """A table on a terminal as long as somebody would read it, otherwise plain lines."""
    lines = [[f"row {one.row}", one.fate, one.field or "", one.sentence or ""] for one in fates]
    if output.is_terminal and len(lines) <= MOST_TABLE_ROWS:
        output.table(["row", "fate", "field", "why"], lines)
        return
    for block in _blocks(lines):
        output.say("\n".join("  ".join(filter(None, line)) for line in block))


def _blocks(lines: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """A sentence at a time is slow for two hundred thousand."""
    for start in range(0, len(lines), LINES_AT_ONCE):
        yield lines[start : start + LINES_AT_ONCE]
