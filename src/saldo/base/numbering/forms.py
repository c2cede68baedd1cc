"""How documents are numbered from now on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.base.numbering.policies.format_number import check_pattern
from saldo.kernel.errors import BadInput


class SeriesForm(forms.Form):
    """A pattern, and where the series begins if it has used no number yet."""

    pattern = forms.CharField(
        label=_("Pattern"),
        max_length=60,
        help_text=_("{number} or {number:04d} for four digits, and {year} to begin again every year."),
    )
    first_number = forms.IntegerField(
        label=_("Begin at"),
        min_value=1,
        max_value=999_999_999,
        required=False,
        help_text=_("To go on from another program. Empty: at 1."),
    )

    def __init__(self, *args: Any, is_used: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_used:
            del self.fields["first_number"]

    def clean_pattern(self) -> str:
        """Refuses what holds no number."""
        try:
            return check_pattern(str(self.cleaned_data["pattern"]).strip())
        except BadInput:
            sentence = _("Write a pattern such as INV {year}/{number:04d}, with the number in it once.")
            raise forms.ValidationError(sentence) from None
