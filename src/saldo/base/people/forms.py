"""What a person types: to sign in, and numbers anywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saldo.base.people.policies.read_number import read_number
from saldo.kernel.errors import BadInput, SaldoError
from saldo.kernel.locales import format_number


class SignInForm(AuthenticationForm):
    """E-mail and password; the refusal does not say which of the two is wrong."""

    error_messages = {
        "invalid_login": _("This e-mail address and password do not belong together. Try again, or ask for a new one."),
        "inactive": _("This account has been closed."),
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["username"].label = _("E-mail address")
        self.fields["username"].widget = forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})

    def clean_username(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["username"]).strip().lower()


class NumberField(forms.CharField):
    """A number as the reader writes it, with their decimal mark; cleaned to a Decimal, or None where left empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 30)
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        """A number that is kept, in the reader's language; what was typed stays as it was typed."""
        if isinstance(value, Decimal):
            return _without_groups(value, get_language() or "en")
        return value

    def to_python(self, value: Any) -> Any:
        """Refuses what is no number, or could be two."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_number(text, language=get_language() or "en")
        except BadInput as error:
            raise ValidationError(error.sentence, code=error.code) from None

    def validate(self, value: Any) -> None:
        """Only emptiness is left to judge."""
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """The length of the text was judged by its parser."""


def _without_groups(value: Decimal, language: str) -> str:
    plain = value.normalize() if value else Decimal(0)
    mark = format_number(Decimal("0.5"), language)[1]
    return f"{plain:f}".replace(".", mark)


def show_refusal(form: forms.BaseForm, error: SaldoError) -> None:
    """Put what an action refused at the field it names, or above the form where it names none that the form has."""
    field = getattr(error, "field", None)
    form.add_error(field if field in form.fields else None, error.sentence)
