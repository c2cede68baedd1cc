from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class RowKind(models.TextChoices):
    """What the rows of a file are."""

    CUSTOMERS = "customers", _("Customers")
    INVOICES = "invoices", _("Open invoices")
    PAYMENTS = "payments", _("Payments")


class RunState(models.TextChoices):
    """How far an import has come."""

    MAPPING = "mapping", _("Waiting for its columns")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing imported yet")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Could not be read")


WORKING = frozenset({RunState.CHECKING, RunState.IMPORTING})
"""States in which a job is at work."""

_REASONS = {
    "missing": _("Something that is needed is missing here."),
    "number_missing": _("The invoice has no number."),
    "currency_missing": _("The row says no currency, and the file has none. Name it with the columns."),
    "unknown_currency": _("This is not a currency code such as EUR."),
    "not_a_date": _("This is not a date. Write 2026-03-02, or say with the columns how dates are written."),
    "ambiguous_date": _("Day and month cannot be told apart. Say with the columns how dates are written."),
    "impossible_date": _("There is no such day, or it is too long ago or too far off."),
    "date_in_future": _("This day has not come yet."),
    "due_before_issue": _("The invoice is due before its own date."),
    "not_an_amount": _("This is not an amount, such as 1000.00."),
    "ambiguous_amount": _(
        "This could be thousands or decimals. Say with the columns which sign stands before the cents."
    ),
    "bad_grouping": _("This cannot be read as an amount: look at its points and commas."),
    "too_many_decimals": _("The amount has more decimals than its currency has."),
    "amount_too_large": _("The amount is too large to be kept."),
    "total_not_positive": _("An open invoice is over more than zero."),
    "not_positive": _("A payment is more than zero."),
    "unknown_customer": _("There is no such customer. Import it first, or correct the number."),
    "unknown_invoice": _("There is no such invoice. Import it first, or correct the number."),
    "other_customer": _("The invoice is another customer's."),
    "other_currency": _("Invoice and payment are in different currencies."),
    "unknown_method": _("This is not a way of paying that is known here."),
    "number_taken": _("This has been imported before with other data."),
    "duplicate_number": _("An earlier row has this number already."),
    "contradicts_row": _("An earlier row has the same number and says something else here."),
    "too_many_cells": _(
        "The row has more cells than the header. A cell that holds the separator needs quotation marks."
    ),
    "cell_too_long": _("A cell is too long."),
    "too_long": _("This is too long."),
    "text_too_long": _("This is too long."),
    "line_break": _("There is a line break or a control character in it."),
    "bad_email": _("This is not an e-mail address, such as ana@example.com."),
    "unknown_language": _("This language is not spoken here. Use en, es, pt, pt_BR or pl."),
    "unknown_country": _("Use a country's two-letter code, such as PT."),
    "unknown_kind": _("Write business, individual or unknown."),
    "bad_terms": _("This is not a number of days."),
    "duplicate_contact": _("Two contacts have the same e-mail address."),
    "not_paid": _("There is no day of payment: it is not paid yet."),
    "too_large": _("The file is larger than 64 MB. Cut it in two."),
    "too_many_rows": _("The file has more than 500,000 rows. Cut it in two."),
    "too_many_columns": _("The file has more than 200 columns."),
    "duplicate_column": _("Two columns have the same heading. Rename one of them."),
    "empty_file": _("There is nothing in this file."),
    "not_text": _("This is not a table in a text file. Save the sheet as CSV and try again."),
    "bad_quotes": _("A quotation mark is not closed, or something stands after one that is."),
    "column_missing": _("A column that is needed was not found. Choose it."),
    "bad_email_pattern": _("The pattern must hold {customer}, as {customer}@example.test does."),
}


def reason_in_words(code: str | None, sentence: str) -> str:
    """Why a row or file was refused, in the active language; in English as it was said, with the value at fault."""
    if (get_language() or "en").startswith("en"):
        return sentence
    return str(_REASONS.get(code or "", sentence))
