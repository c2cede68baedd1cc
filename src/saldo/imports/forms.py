"""A file on its way in: what its rows are, which column is which, and how amounts and dates are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.base.files.policies.choose_columns import ImportKind
from saldo.base.files.policies.read_table import MAX_BYTES
from saldo.imports.choices import RowKind

FIELDS: Mapping[str, Any] = {
    "number": _("Number"),
    "name": _("Name"),
    "kind": _("Business or individual"),
    "language": _("Language"),
    "country": _("Country"),
    "tax_id": _("Tax number"),
    "address": _("Address"),
    "currency": _("Currency"),
    "terms_days": _("Days to pay"),
    "contact_name": _("Contact"),
    "email": _("E-mail address"),
    "salutation": _("Salutation"),
    "phone": _("Telephone"),
    "customer": _("Customer's number"),
    "total": _("Open amount"),
    "issued_on": _("Date of issue"),
    "due_on": _("Due date"),
    "title": _("Subject"),
    "order_number": _("Order number"),
    "invoice": _("Invoice's number"),
    "amount": _("Amount"),
    "received_on": _("Received on"),
    "method": _("Method"),
    "reference": _("Reference"),
}
"""What people call the fields that a column may be read as."""

DATE_FORMATS = [
    ("", _("As it looks in the file")),
    ("day-first", _("Day first: 31/12/2026")),
    ("month-first", _("Month first: 12/31/2026")),
    ("year-first", _("Year first: 2026-12-31")),
]
MARKS = [("", _("As it looks in the file")), (",", _("A comma: 1.234,56")), (".", _("A point: 1,234.56"))]


class StartImportForm(forms.Form):
    """A file and what its rows are. `id` is made before the first try, so that a second click changes nothing."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("What is in it?"), choices=RowKind.choices, widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        max_length=200,
        help_text=_("CSV, with a heading over every column. At most 64 MB and 500,000 rows."),
    )

    def __init__(self, *args: Any, may: Sequence[str], **options: Any) -> None:
        """`may` are the kinds that the person may import."""
        super().__init__(*args, **options)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [(value, label) for value, label in RowKind.choices if value in may]

    def clean_file(self) -> Any:
        """Refuses what is too large before it is read."""
        sent = self.cleaned_data["file"]
        if sent.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 64 MB. Cut it in two."))
        return sent


class MappingForm(forms.Form):
    """Which column is read as which field. `examples` are the first values of each column, shown beside its name."""

    currency = forms.CharField(
        label=_("Currency of rows that name none"), max_length=3, required=False, help_text=_("Such as EUR.")
    )
    date_format = forms.ChoiceField(label=_("Dates are written"), choices=DATE_FORMATS, required=False)
    decimal_mark = forms.ChoiceField(label=_("Before the cents stands"), choices=MARKS, required=False)
    email_pattern = forms.CharField(
        label=_("Addresses for customers without one"),
        max_length=120,
        required=False,
        help_text=_("Such as {customer}@example.test, where {customer} is the number."),
    )
    create_customers = forms.BooleanField(label=_("Create the customers that the invoices name"), required=False)
    skips_unpaid = forms.BooleanField(label=_("Leave out rows without a day of payment"), required=False)

    _SETTINGS = ("currency", "date_format", "decimal_mark", "email_pattern", "create_customers", "skips_unpaid")

    def __init__(
        self, *args: Any, kind: ImportKind, header: Sequence[str], examples: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        choices: list[tuple[str, Any]] = [("", _("Not in this file"))]
        choices += [(one, f"{one}  ({examples[one][:40]})" if examples.get(one) else one) for one in header if one]
        for field in kind.fields:
            self.fields[f"column_{field.name}"] = forms.ChoiceField(
                label=FIELDS[field.name], choices=choices, required=field.is_required
            )
        if kind.name == "customers":
            for name in ("date_format", "decimal_mark", "currency"):
                del self.fields[name]
        if kind.name != "invoices":
            del self.fields["create_customers"]
        if kind.name != "payments":
            del self.fields["skips_unpaid"]
        else:
            del self.fields["email_pattern"]

    @classmethod
    def initial_of(cls, columns: Mapping[str, str], options: Mapping[str, Any]) -> dict[str, Any]:
        """The form's values as guessed or kept."""
        settings = {name: options[name] for name in cls._SETTINGS if name in options}
        return {**settings, **{f"column_{name}": column for name, column in columns.items()}}

    def columns(self) -> list[Any]:
        """The fields of the columns, for the page."""
        return [self[f"column_{field.name}"] for field in self.kind.fields]

    def settings(self) -> list[Any]:
        """The other fields, for the page."""
        return [self[name] for name in self._SETTINGS if name in self.fields]

    def clean_currency(self) -> str:
        """Codes are stored in capitals."""
        return str(self.cleaned_data["currency"]).upper()

    def clean(self) -> dict[str, Any]:
        """A column serves one field."""
        data = super().clean() or {}
        taken: dict[str, str] = {}
        for field in self.kind.fields:
            column = data.get(f"column_{field.name}")
            if column and column in taken:
                sentence = _("This column is read as %(field)s already.") % {"field": FIELDS[taken[column]]}
                self.add_error(f"column_{field.name}", sentence)
            elif column:
                taken[column] = field.name
        return data

    def options(self) -> dict[str, Any]:
        """What `map_import` takes."""
        data = self.cleaned_data
        settings = {name: data[name] for name in self._SETTINGS if name in data}
        return {"columns": {field.name: data[f"column_{field.name}"] for field in self.kind.fields}, **settings}
