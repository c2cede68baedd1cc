from __future__ import annotations

import pytest

from saldo.base.files.policies.map_columns import ImportField, check_columns, fold_heading, guess_columns
from saldo.kernel.errors import BadInput

FIELDS = (
    ImportField("number", ("invoicenumber", "invoiceno", "docid", "number"), is_required=True),
    ImportField("issued_on", ("invoicedate", "issuedate", "postingdate", "date"), is_required=True),
    ImportField("due_on", ("duedate", "dueindate", "due")),
    ImportField("total", ("invoiceamount", "total", "amount"), is_required=True),
)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            ["customerID", "invoiceNumber", "InvoiceDate", "DueDate", "InvoiceAmount"],
            {"number": "invoiceNumber", "issued_on": "InvoiceDate", "due_on": "DueDate", "total": "InvoiceAmount"},
        ),
        (
            ["doc_id", "posting_date", "due_in_date", "Amount EUR"],
            {"number": "doc_id", "issued_on": "posting_date", "due_on": "due_in_date", "total": "Amount EUR"},
        ),
        (["Number", "Date"], {"number": "Number", "issued_on": "Date"}),
    ],
)
def test_columns_are_guessed_from_their_headings(header, expected):
    assert guess_columns(header, FIELDS) == expected


def test_a_column_serves_one_field_only():
    guessed = guess_columns(["number", "date"], FIELDS)
    assert len(set(guessed.values())) == len(guessed)


def test_headings_are_folded():
    assert fold_heading("  Número de Factura. ") == "numerodefactura"


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"number": "no such", "issued_on": "b", "total": "c"}, "unknown_column"),
        ({"colour": "a"}, "unknown_field"),
        ({"number": "a"}, "column_missing"),
    ],
)
def test_a_mapping_that_cannot_work_says_why(columns, code):
    with pytest.raises(BadInput) as refusal:
        check_columns(columns, ["a", "b", "c"], FIELDS)
    assert (refusal.value.code, refusal.value.field) == (code, "mapping")
