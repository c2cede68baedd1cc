"""What a report is asked for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class AgeingForm(forms.Form):
    """As of which day, and as known when; empty is now."""

    on = forms.DateField(
        label=_("As of the end of"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    known_at = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
