"""What a person does with a task."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ChangeReminderForm(forms.Form):
    """Other words for a drafted reminder. `version` is the one that its writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 12}))


class SendReminderForm(forms.Form):
    """Sending what was read; a cap on contacts gives way to a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    despite_cap_because = forms.CharField(
        label=_("Reason to write again so soon"), max_length=300, required=False, help_text=_("It is kept.")
    )


class ReasonForm(forms.Form):
    """Why not, or what came of it."""

    reason = forms.CharField(label=_("What came of it?"), max_length=300)


class SnoozeForm(forms.Form):
    """Until when a task is put off."""

    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
