"""What a report is asked for, and what a goal is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.insights.queries import BUCKETS
from saldo.kernel.money import is_currency

FIRST_YEAR, LAST_YEAR = 1900, 2999

LATE = "late"
"""All buckets but the first: everything overdue."""


def date_input() -> forms.DateInput:
    """The browser's own way to choose a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AgeingForm(forms.Form):
    """As of which day, and as known when; empty is now."""

    on = forms.DateField(label=_("As of the end of"), required=False, widget=date_input())
    known_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    def clean_on(self) -> date | None:
        """A day of our calendar: books reach neither before it nor for ever."""
        on: date | None = self.cleaned_data["on"]
        if on is not None and not FIRST_YEAR <= on.year <= LAST_YEAR:
            raise forms.ValidationError(_("No books reach that day."))
        return on


class OpenItemsForm(AgeingForm):
    """Which open items: of a currency, of a bucket (`late`: of all that are overdue), of a customer."""

    currency = forms.CharField(max_length=3)
    bucket = forms.ChoiceField(required=False, choices=[("", ""), *((one, one) for one in (*BUCKETS, LATE))])
    customer = forms.UUIDField(required=False)

    def clean_currency(self) -> str:
        """A currency that there is."""
        code: str = self.cleaned_data["currency"]
        if not is_currency(code):
            raise forms.ValidationError(_("This is no currency."))
        return code


class GoalForm(forms.Form):
    """How many days money should take, and by when."""

    days = forms.IntegerField(
        label=_("Days until money arrives (DSO)"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("Leave it empty to have no goal."),
    )
    by = forms.DateField(label=_("By"), required=False, widget=date_input())

    def clean(self) -> dict[str, Any]:
        """A day without days is no goal."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("by") and not data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Say how many days."))
        return data
