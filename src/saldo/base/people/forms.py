"""What a person types: to sign in, and numbers anywhere."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saldo.base.people.choices import Role
from saldo.base.people.models import User
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


class PasswordField(forms.CharField):
    """A password that is known already. Its spaces belong to it."""

    def __init__(self, *, autocomplete: str = "current-password", **options: Any) -> None:
        options.setdefault("max_length", 200)
        super().__init__(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}), **options)


class SecondStepForm(forms.Form):
    """The second step of signing in."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("From your authenticator app, or one of your recovery codes."),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )

    def clean_code(self) -> str:
        """People write codes in groups."""
        return "".join(str(self.cleaned_data["code"]).split()).replace("-", "")


class PasskeyForm(forms.Form):
    """What a passkey answered to the challenge; filled in by the browser."""

    credential = forms.JSONField(widget=forms.HiddenInput)

    def clean_credential(self) -> dict[str, Any]:
        """Refuses what no browser sends."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict) or not isinstance(credential.get("response"), dict):
            raise ValidationError(_("This code or passkey was not accepted. Try again."), code="incorrect_code")
        return credential


class AddPasskeyForm(PasskeyForm):
    """A new passkey under a name of the person's own."""

    name = forms.CharField(
        label=_("Name of the passkey"), max_length=60, help_text=_("Such as “Work laptop” or “Phone”.")
    )


class ConfirmForm(forms.Form):
    """The password once more, before something about the account's safety is changed."""

    password = PasswordField(label=_("Password"))

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """Refuses another one."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password."), code="wrong_password")
        return password


class NewPasswordForm(forms.Form):
    """A password that its owner chooses."""

    password = PasswordField(
        label=_("New password"), autocomplete="new-password", help_text=_("At least ten characters.")
    )

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """Refuses what is too short, too common or too close to the person's name."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password


class AcceptInvitationForm(NewPasswordForm):
    """A new account: its owner's name, as they write it, and their password."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ("name", "password")


class ForgotPasswordForm(forms.Form):
    """Where to send the link."""

    email = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )

    def clean_email(self) -> str:
        """Addresses are stored in lower case."""
        return str(self.cleaned_data["email"]).strip().lower()


class ChangeMemberForm(forms.Form):
    """What somebody is to the company."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)


class ProfileForm(forms.Form):
    """How a person is called, and which language they read."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


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
