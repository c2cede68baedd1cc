"""The rows that were refused, as a file that can be mended and handed in again."""

from __future__ import annotations

import csv
import io

from django.utils.translation import gettext as _

from saldo.base.files.policies.guard_cell import guard_cell
from saldo.imports.choices import reason_in_words
from saldo.imports.models import ImportRun
from saldo.imports.policies.row_fates import refusals_of, unpack_fates
from saldo.imports.queries import table_of

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Tells spreadsheets that it is UTF-8."""


def refused_rows(run: ImportRun) -> bytes:
    """The file's own columns and separator, and before them the row's number, the field and the reason.

    A row that cannot be lined up with the header has its reason only. No cell of it is a formula.
    """
    table = table_of(run)
    refused = {one.row: one for one in refusals_of(unpack_fates(bytes(run.report)))}
    written = io.StringIO()
    writer = csv.writer(written, delimiter=table.delimiter)
    writer.writerow([_("Row"), _("Column"), _("Why, and what to do"), *map(guard_cell, table.header)])
    for row in table.rows():
        fate = refused.get(row.number)
        if fate is not None:
            writer.writerow(
                [
                    row.number,
                    fate.field or "",
                    reason_in_words(fate.code, fate.sentence or ""),
                    *map(guard_cell, row.cells),
                ]
            )
    return (BYTE_ORDER_MARK + written.getvalue()).encode()
