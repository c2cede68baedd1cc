"""What a person writes about a customer."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from saldo.customers.actions import NewContact, NewCustomer
from saldo.customers.choices import ContactHold, CustomerKind
from saldo.kernel.locales import LOCALES, babel_locale
from saldo.kernel.money import CURRENCIES
from saldo.kernel.references import new_id


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    names = Locale.parse(babel_locale(language)).territories
    found = [
        (code, name) for code, name in names.items() if len(code) == 2 and code.isalpha() and code not in _NOT_STATES
    ]
    return [("", "\N{EM DASH}"), *sorted(found, key=lambda one: one[1])]


_NOT_STATES = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"}


def country_choices() -> list[tuple[str, str]]:
    """Countries by their name in the reader's language."""
    return _countries(get_language() or "en")


def language_choices() -> list[tuple[str, str]]:
    """The languages that Saldo writes, each by its own name."""
    return [(code, str(Locale.parse(babel_locale(code)).display_name).capitalize()) for code in LOCALES]


def currency_choices() -> list[tuple[str, Any]]:
    """Every currency by its code."""
    return [("", _("As the issuer has it")), *((code, code) for code in CURRENCIES)]


class ContactForm(forms.Form):
    """The primary contact: invoices, receipts and reminders go there."""

    contact_name = forms.CharField(label=_("Name of the contact"), max_length=200, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    salutation = forms.CharField(
        label=_("Salutation"),
        max_length=200,
        required=False,
        help_text=_("As a letter to them begins, in their language: Dear Agnieszka."),
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    contact_language = forms.ChoiceField(label=_("Language of messages"), choices=language_choices)

    def contact(self) -> dict[str, Any]:
        """The contact's fields as `change_contact` takes them."""
        names = {"contact_name": "name", "contact_language": "language"}
        return {names.get(name, name): self.cleaned_data[name] for name in ContactForm.base_fields}


class CustomerForm(forms.Form):
    """The customer itself."""

    number = forms.CharField(label=_("Customer number"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=CustomerKind.choices, help_text=_("Decides which law on late payment applies.")
    )
    language = forms.ChoiceField(label=_("Language of documents"), choices=language_choices)
    country = forms.ChoiceField(label=_("Country"), choices=country_choices, required=False)
    tax_id = forms.CharField(label=_("Tax number"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Address"), widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text=_("One line each.")
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=currency_choices, required=False)
    terms_days = forms.IntegerField(
        label=_("Days to pay"), min_value=0, max_value=365, required=False, help_text=_("Empty: as the issuer has it.")
    )

    def customer(self) -> dict[str, Any]:
        """The fields as `change_customer` takes them."""
        data = {name: value for name, value in self.cleaned_data.items() if name in CustomerForm.base_fields}
        lines = data.pop("address").splitlines()
        return {**data, "address_lines": tuple(line.strip() for line in lines if line.strip())}


class ChangeCustomerForm(CustomerForm):
    """A customer that is there: also whether they may be reminded, and what we know about them."""

    contact_hold = forms.ChoiceField(
        label=_("Reminders"), choices=[("", _("May be reminded")), *ContactHold.choices[1:]], required=False
    )
    note = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def customer(self) -> dict[str, Any]:
        """The fields as `change_customer` takes them."""
        return {
            **super().customer(),
            "contact_hold": self.cleaned_data["contact_hold"],
            "note": self.cleaned_data["note"],
        }


class CreateCustomersForm(CustomerForm, ContactForm):
    """A new customer with its contact; `id` was made with the form, so that sending it twice makes one customer."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    field_order = (*CustomerForm.base_fields, *ContactForm.base_fields)

    def new_customer(self) -> NewCustomer:
        """The request for `create_customers`; without anything about the contact there is none."""
        contact = NewContact(**self.contact())
        is_there = contact.name or contact.email or contact.phone
        return NewCustomer(id=self.cleaned_data["id"], **self.customer(), contacts=(contact,) if is_there else ())
