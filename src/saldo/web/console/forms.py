"""The settings of a company."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.base.people.choices import Role
from saldo.base.people.policies.permissions import API_SCOPES

LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("pt", "Português"),
    ("pt_BR", "Português (Brasil)"),
    ("pl", "Polski"),
]
SITE_LANGUAGES = [(code.replace("_", "-").lower(), name) for code, name in LANGUAGES]


class LegalEntityForm(forms.Form):
    """The issuer as documents name it. Country, time zone and currency stay as they are: the books stand on them."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As it is registered."))
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language of documents"), choices=LANGUAGES)
    address = forms.CharField(
        label=_("Address"), widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text=_("One line each.")
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Answers to our messages come here.")
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    website = forms.CharField(label=_("Website"), max_length=120, required=False)
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    accounts_name = forms.CharField(label=_("Who signs messages"), max_length=120, required=False)
    accounts_role = forms.CharField(label=_("Their role"), max_length=120, required=False)
    legal_line = forms.CharField(label=_("Line at the foot of documents"), max_length=300, required=False)
    brand_colour = forms.CharField(label=_("Colour"), max_length=7, widget=forms.TextInput(attrs={"type": "color"}))
    paper_look = forms.ChoiceField(
        label=_("Look of documents"), choices=[("plain", _("Plain")), ("ruled", _("Ruled")), ("band", _("Band"))]
    )
    default_terms_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=365)

    def details(self) -> dict[str, Any]:
        """The fields as `change_legal_entity` takes them."""
        details = dict(self.cleaned_data)
        lines = details.pop("address").splitlines()
        return {**details, "address_lines": [line.strip() for line in lines if line.strip()]}


class InviteMemberForm(forms.Form):
    """A person who shall work here, with a first password that they change."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    language = forms.ChoiceField(label=_("Language"), choices=SITE_LANGUAGES)
    password = forms.CharField(
        label=_("First password"),
        min_length=10,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least ten characters. Hand it over in person. Who has an account already keeps their own."),
    )


class CreateApiKeyForm(forms.Form):
    """A program's way in."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Which program is it for?"))
    scopes = forms.MultipleChoiceField(
        label=_("It may"),
        widget=forms.CheckboxSelectMultiple,
        choices=[(scope, scope) for scope in API_SCOPES],
    )

    def __init__(self, *args: Any, taken: set[str], **options: Any) -> None:
        """`taken` are the names of the keys that are open: a second submit finds the first key there."""
        super().__init__(*args, **options)
        self.taken = taken

    def clean_name(self) -> str:
        """Refuses a name that an open key has."""
        name = str(self.cleaned_data["name"]).strip()
        if name in self.taken:
            raise forms.ValidationError(
                _("There is an open key of this name. Revoke it first, or choose another name.")
            )
        return name
