"""What a person writes about an invoice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.base.people.forms import NumberField
from saldo.invoices.actions import NewLine
from saldo.kernel.locales import LOCALES, language_name
from saldo.kernel.money import CURRENCIES
from saldo.kernel.references import new_id

MOST_LINES = 60
SPARE_LINES = 3


def language_choices() -> list[tuple[str, Any]]:
    """The languages of documents, each by its own name."""
    names = [(code, (name := language_name(code, code))[:1].upper() + name[1:]) for code in LOCALES]
    return [("", _("As the customer has it")), *names]


def currency_choices() -> list[tuple[str, Any]]:
    """Every currency by its code."""
    return [("", _("As the customer has it")), *((code, code) for code in CURRENCIES)]


def date_input() -> forms.DateInput:
    """The browser's own way to choose a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DraftForm(forms.Form):
    """The head of a draft; `id` was made with the form, and `version` is the one that its writer read."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    customer = forms.CharField(
        label=_("Customer"), max_length=200, help_text=_("The number, or enough of the name to be one customer.")
    )
    title = forms.CharField(label=_("What it is for"), max_length=200, required=False)
    order_number = forms.CharField(label=_("Customer's order number"), max_length=60, required=False)
    terms_days = forms.IntegerField(
        label=_("Days to pay"),
        min_value=0,
        max_value=3650,
        required=False,
        help_text=_("Empty: as the customer has it."),
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=language_choices, required=False)
    period_from = forms.DateField(label=_("Work from"), widget=date_input(), required=False)
    period_to = forms.DateField(label=_("to"), widget=date_input(), required=False)
    note = forms.CharField(
        label=_("Note on the invoice"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )

    def clean(self) -> dict[str, Any]:
        """The period as an ISO interval; it ends after it begins."""
        data: dict[str, Any] = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_to")
        if last and not first:
            self.add_error("period_from", _("Say on which day the period begins."))
        elif first and last and last < first:
            self.add_error("period_to", _("The period ends before it begins."))
        data["period"] = f"{first}/{last}" if first and last and first != last else str(first or "")
        return data


class LineForm(forms.Form):
    """A line of a draft. Without words and without a price it is not there."""

    description = forms.CharField(
        label=_("Description"), max_length=300, error_messages={"required": _("Say what this line is for.")}
    )
    detail = forms.CharField(label=_("Detail"), max_length=500, required=False)
    quantity = NumberField(label=_("Quantity"), error_messages={"required": _("Write how much.")})
    unit = forms.CharField(label=_("Unit"), max_length=10, required=False)
    unit_price = NumberField(label=_("Price"), error_messages={"required": _("Write the price of one.")})
    discount_percent = NumberField(label=_("Discount in %"), required=False)
    tax_code_id = forms.ChoiceField(label=_("Tax"))

    def __init__(self, *args: Any, taxes: Sequence[tuple[str, str]], **options: Any) -> None:
        # a blank line may be sent: what is missing in one that is not is said by the server
        super().__init__(*args, **{**options, "use_required_attribute": False})
        self.fields["tax_code_id"] = forms.ChoiceField(label=_("Tax"), choices=list(taxes))

    def new_line(self) -> NewLine:
        """The line as `draft_invoices` takes it."""
        data = self.cleaned_data
        return NewLine(
            description=data["description"],
            detail=data["detail"],
            quantity=data["quantity"],
            unit=data["unit"],
            unit_price=data["unit_price"],
            discount_percent=data["discount_percent"] or Decimal(0),
            tax_code_id=UUID(data["tax_code_id"]),
        )


def bound_lines(data: Mapping[str, Any], *, taxes: Sequence[tuple[str, str]]) -> list[LineForm]:
    """The lines that were sent: bound where something was written, so that they are judged, and unbound where not."""
    return [_bound_line(data, index, taxes) for index in range(_count(data))]


_SAYS_SOMETHING = ("description", "detail", "unit_price", "discount_percent")


def _bound_line(data: Mapping[str, Any], index: int, taxes: Sequence[tuple[str, str]]) -> LineForm:
    typed = _typed(data, index)
    if any(typed.get(name, "").strip() for name in _SAYS_SOMETHING):
        return LineForm(data, prefix=f"line{index}", taxes=taxes)
    return LineForm(initial=typed, prefix=f"line{index}", taxes=taxes)


def retyped_lines(
    data: Mapping[str, Any], *, taxes: Sequence[tuple[str, str]], more: int = 0, without: int | None = None
) -> list[LineForm]:
    """The lines that were sent, as they were typed and without judgement, but for one; and `more` empty ones.

    The reader's place is at the first new line, or at the one that has moved up.
    """
    kept = [_typed(data, index) for index in range(_count(data)) if index != without]
    count = max(min(len(kept) + more, MOST_LINES), 1)
    typed = [*kept, *({} for _one in range(count - len(kept)))]
    forms_ = [
        LineForm(initial=one or {"quantity": "1"}, prefix=f"line{index}", taxes=taxes)
        for index, one in enumerate(typed)
    ]
    place = len(kept) if more else min(without, count - 1) if without is not None else None
    if place is not None and place < count:
        forms_[place].fields["description"].widget.attrs["autofocus"] = True
    return forms_


def _typed(data: Mapping[str, Any], index: int) -> dict[str, str]:
    keys = {name: f"line{index}-{name}" for name in LineForm.base_fields}
    return {name: str(data[key]) for name, key in keys.items() if key in data}


def fresh_lines(
    kept: Sequence[Mapping[str, Any]], *, taxes: Sequence[tuple[str, str]], spare: int = SPARE_LINES
) -> list[LineForm]:
    """Lines that are kept, and a few empty ones."""
    rows: list[Mapping[str, Any]] = [*kept, *({"quantity": Decimal(1)} for _one in range(spare))][:MOST_LINES]
    rows = rows if len(kept) <= MOST_LINES else list(kept)
    return [LineForm(initial=dict(row), prefix=f"line{index}", taxes=taxes) for index, row in enumerate(rows)]


def _count(data: Mapping[str, Any]) -> int:
    text = str(data.get("line_count", ""))
    return min(int(text), MOST_LINES) if text.isascii() and text.isdigit() and len(text) < 5 else 1


class IssueForm(forms.Form):
    """The last look before a number is taken."""

    on = forms.DateField(label=_("Invoice date"), widget=date_input())
    deliver = forms.ChoiceField(
        label=_("Send it"),
        choices=[
            ("yes", _("by e-mail, as soon as the document is made")),
            ("no", _("do not send; I hand it over myself")),
        ],
        widget=forms.RadioSelect,
        initial="yes",
    )
    confirmed = forms.BooleanField(
        label=_("I have compared the two: issue this one as well"), required=False, initial=False
    )


class CreditForm(forms.Form):
    """A credit note, whole or in part; `id` was made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    extent = forms.ChoiceField(
        label=_("How much"),
        choices=[("whole", _("all that is left of it")), ("part", _("a part"))],
        widget=forms.RadioSelect,
        initial="whole",
    )
    amount = NumberField(label=_("Amount with tax"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Stands on the credit note."))
    on = forms.DateField(label=_("Date"), widget=date_input())
    deliver = forms.BooleanField(label=_("Send the credit note to the customer"), required=False, initial=True)

    def clean(self) -> dict[str, Any]:
        """A part needs its amount."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("extent") == "part" and data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Write how much is credited."))
        return data
