"""What a person answers a customer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.cases.policies.check_case import MOST_WORDS
from saldo.kernel.references import new_id


class AnswerForm(forms.Form):
    """Words to the customer. `checked` comes from the page that shows the mail as it will be read."""

    message_id = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Your answer"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Write your answer first.")},
    )
    closes = forms.BooleanField(label=_("With this answer it is settled"), required=False, initial=True)
    checked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        options["initial"] = {"message_id": new_id(), **(options.get("initial") or {})}
        super().__init__(*args, **options)


class CloseForm(forms.Form):
    """Why a case is closed without a mail; the words stay in the house."""

    note = forms.CharField(
        label=_("What came of it"),
        max_length=300,
        help_text=_("For your colleagues. The customer does not see it."),
        error_messages={"required": _("Say in a few words what came of it.")},
    )
