"""The settings of a company."""

from __future__ import annotations

from copy import copy
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saldo.base.people.choices import Role
from saldo.base.people.policies.permissions import API_SCOPES
from saldo.base.tenants.policies.check_legal_entity import COUNTRIES
from saldo.kernel.locales import babel_locale
from saldo.kernel.money import CURRENCIES

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

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
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    website = forms.CharField(label=_("Website"), max_length=120, required=False)
    iban = forms.CharField(label=_("IBAN"), max_length=42, required=False)
    bic = forms.CharField(label=_("BIC"), max_length=11, required=False)
    default_terms_days = forms.IntegerField(label=_("Days to pay"), min_value=0, max_value=365)
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=_("PNG or JPEG, at most 512 KB. It stands on your customers' pages; papers carry the initials."),
    )
    removes_logo = forms.BooleanField(label=_("Take the logo away"), required=False)
    brand_colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$", label=_("Colour"), widget=forms.TextInput(attrs={"type": "color"})
    )
    brand_mark = forms.CharField(
        label=_("Initials"), max_length=2, required=False, help_text=_("Stand on papers, in your colour.")
    )
    paper_look = forms.ChoiceField(
        label=_("Look of documents"), choices=[("plain", _("Plain")), ("ruled", _("Ruled")), ("band", _("Band"))]
    )
    legal_line = forms.CharField(label=_("Line at the foot of documents"), max_length=300, required=False)
    sender_name = forms.CharField(
        label=_("Mail comes from"), max_length=120, required=False, help_text=_("The short name where this is empty.")
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, help_text=_("Answers to our messages come here.")
    )
    accounts_name = forms.CharField(label=_("Who signs messages"), max_length=120, required=False)
    accounts_role = forms.CharField(label=_("Their role"), max_length=120, required=False)

    def details(self) -> dict[str, Any]:
        """The fields as `change_legal_entity` takes them; the logo is another matter."""
        known = {name: value for name, value in self.cleaned_data.items() if name not in ("logo", "removes_logo")}
        if "address" in known:
            known["address_lines"] = [line.strip() for line in known.pop("address").splitlines() if line.strip()]
        return known

    def tried_on(self, entity: LegalEntity) -> LegalEntity:
        """A copy of the issuer, not to be saved, with those of the fields that were sent and make sense."""
        self.full_clean()
        sent = {"address_lines" if name == "address" else name for name in self.data}
        tried = copy(entity)
        for name, value in self.details().items():
            if name in sent:
                setattr(tried, name, value)
        return tried


class CreateLegalEntityForm(forms.Form):
    """A further company that issues documents; the rest of its details follow on its own page."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As it is registered."))
    short_name = forms.CharField(label=_("Short name"), max_length=60)
    country = forms.ChoiceField(label=_("Country"))
    currency = forms.ChoiceField(label=_("Currency of the books"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Country, currency and time zone stay: the books will stand on them.")
    )
    language = forms.ChoiceField(label=_("Language of documents"), choices=LANGUAGES)

    def __init__(self, *args: Any, **options: Any) -> None:
        """The lists are written in the reader's language."""
        super().__init__(*args, **options)
        locale = Locale.parse(babel_locale(get_language() or "en"))
        countries = [(code, locale.territories.get(code, code)) for code in COUNTRIES]
        choices: dict[str, Any] = {
            "country": sorted(countries, key=itemgetter(1)),
            "currency": [(code, f"{code} · {locale.currencies.get(code, code)}") for code in sorted(CURRENCIES)],
            "time_zone": [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone],
        }
        for name, values in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values


class InviteMemberForm(forms.Form):
    """A person who shall work here. They choose their own password, by a link."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=SITE_LANGUAGES)


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


class SwitchTestModeForm(forms.Form):
    """Into test mode or out of it, confirmed by typing the company's short name."""

    test_email = forms.EmailField(
        label=_("Send mail to"),
        required=False,
        help_text=_("Your own address, so that you see what customers would get. Empty: mail is held."),
    )
    confirmation = forms.CharField(label=_("Type the company's short name"), max_length=60)

    def __init__(self, *args: Any, company: str, goes_live: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.company = company
        if goes_live:
            del self.fields["test_email"]

    def clean_confirmation(self) -> str:
        """Refuses anything but the name."""
        typed = str(self.cleaned_data["confirmation"]).strip()
        if typed.casefold() != self.company.casefold():
            raise forms.ValidationError(_("Type %(company)s to confirm.") % {"company": self.company})
        return typed


class ConnectGatewayForm(forms.Form):
    """A gateway's plugin and its settings, a line each. The id comes with the form: a second click connects nothing."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    plugin = forms.ChoiceField(label=_("Gateway"))
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("What you call it."))
    settings = forms.CharField(
        label=_("Settings"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("One line each, such as api_key=sk_… The gateway's page says which."),
    )

    def __init__(self, *args: Any, plugins: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        plugin = self.fields["plugin"]
        assert isinstance(plugin, forms.ChoiceField)
        plugin.choices = [(one, one) for one in plugins]

    def clean_settings(self) -> dict[str, str]:
        """The lines as names and values."""
        found: dict[str, str] = {}
        for line in str(self.cleaned_data["settings"]).splitlines():
            name, sign, value = line.partition("=")
            if line.strip() and not (sign and name.strip() and value.strip()):
                raise forms.ValidationError(_("%(line)s is not of the form name=value.") % {"line": line[:40]})
            if line.strip():
                found[name.strip()] = value.strip()
        return found


class RecordFilterForm(forms.Form):
    """Which records of the audit trail."""

    who = forms.CharField(label=_("Who"), max_length=200, required=False)
    what = forms.CharField(
        label=_("What"), max_length=60, required=False, help_text=_("The verb, such as issue_invoices.")
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    subject = forms.UUIDField(required=False, widget=forms.HiddenInput)
