"""What the customer chooses to pay, asks, objects to, and says about themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from saldo.base.people.forms import NumberField
from saldo.cases.choices import CaseReason
from saldo.cases.policies.check_case import MOST_PROPOSED, MOST_WORDS
from saldo.kernel.errors import BadInput
from saldo.kernel.locales import babel_locale, format_money
from saldo.kernel.money import Money, exponent
from saldo.kernel.references import new_id
from saldo.web.portal.policies.account import Account, Item

OVERDUE, ALL, CHOSEN = "overdue", "all", "chosen"
PICK, PART = "pick_", "part_"


class SelectionForm(forms.Form):
    """All, what is overdue, or chosen invoices and parts of them, of one account as it is now.

    `items` after `is_valid` is how much of which invoice. What was seen when the page was made travels along: where
    the account has changed since, the choice is refused and shown anew.
    """

    how = forms.ChoiceField(
        choices=[(OVERDUE, OVERDUE), (ALL, ALL), (CHOSEN, CHOSEN)],
        error_messages={"required": gettext_lazy("Choose what you would like to pay.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)
    checked = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, account: Account, data: Mapping[str, Any] | None = None, *, chosen: UUID | None = None) -> None:
        """`chosen` is an invoice that the customer comes from: its box is ticked."""
        item = account.item(chosen) if chosen else None
        first = (OVERDUE if account.has_choice else ALL) if account.asked else CHOSEN
        initial = {"how": CHOSEN, PICK + item.id.hex: True} if item and item.payable else {"how": first}
        super().__init__(data, auto_id=f"{account.currency}-%s", initial=initial)
        self.account = account
        self.items: dict[UUID, Money] = {}
        self.shown = [one for one in account.items if one.payable]
        for one in self.shown:
            self.fields[PICK + one.id.hex] = forms.BooleanField(label=one.number, required=False)
            part = NumberField(label=one.number, required=False, initial=one.payable.decimal)
            part.widget.attrs["aria-label"] = _("How much of %(number)s") % {"number": one.number}
            self.fields[PART + one.id.hex] = part

    @property
    def mark(self) -> str:
        """What the customer sees: if it is not this any more, the sums beside the choices are not either."""
        return f"{self.account.overdue.minor}/{self.account.asked.minor}"

    @property
    def exponent(self) -> int:
        """The decimals of the currency, for the script that shows the sum while the customer chooses."""
        return exponent(self.account.currency)

    @property
    def total(self) -> Money:
        """What the chosen parts come to."""
        return sum(self.items.values(), Money.zero(self.account.currency))

    @property
    def how_chosen(self) -> str:
        """The choice that is marked."""
        return str(self["how"].value())

    @property
    def rows(self) -> list[tuple[Item, forms.BoundField, forms.BoundField]]:
        """Each invoice that something can be paid of, with its two fields."""
        return [(one, self[PICK + one.id.hex], self[PART + one.id.hex]) for one in self.shown]

    @property
    def chosen(self) -> list[tuple[Item, Money]]:
        """What was chosen, invoice by invoice."""
        return [(one, self.items[one.id]) for one in self.shown if one.id in self.items]

    def clean(self) -> dict[str, Any]:
        """Work out the items from what is open now."""
        cleaned = super().clean() or {}
        self._refuse_strangers()
        if cleaned.get("how") == CHOSEN:
            for one in self.shown:
                if cleaned.get(PICK + one.id.hex):
                    self._take_part(one, cleaned)
            if not self.errors and not self.items:
                raise ValidationError(_("Choose at least one invoice."), code="nothing_chosen")
            return cleaned
        if cleaned.get("seen") != self.mark:
            raise ValidationError(
                _("What is open has changed since you opened this page. Look at the amounts again, then pay."),
                code="changed_meanwhile",
            )
        only_overdue = cleaned.get("how") == OVERDUE
        asked = [one for one in self.shown if not one.is_disputed]
        self.items = {one.id: one.payable for one in asked if one.is_overdue or not only_overdue}
        if not self.items:
            raise ValidationError(_("There is nothing left to pay here."), code="nothing_open")
        return cleaned

    def _take_part(self, one: Item, cleaned: Mapping[str, Any]) -> None:
        """A part is more than zero, exact in its currency, and no more than can be paid now."""
        name = PART + one.id.hex
        if name in self.errors:
            return
        wanted = cleaned.get(name)
        try:
            part = one.payable if wanted is None else Money.of(wanted, self.account.currency)
        except BadInput as error:
            self.add_error(name, ValidationError(_("This amount has too many decimals."), code=error.code))
            return
        if part.minor <= 0:
            self.add_error(name, ValidationError(_("Write an amount above zero."), code="not_positive"))
        elif part > one.payable:
            limit = format_money(one.payable, babel_locale(get_language() or "en"))
            sentence = _("Only %(amount)s is open on this invoice.") % {"amount": limit}
            self.add_error(name, ValidationError(sentence, code="more_than_open"))
        else:
            self.items[one.id] = part

    def _refuse_strangers(self) -> None:
        """An invoice that is not (or not any more) among the open ones: settled meanwhile, or somebody else's."""
        known = {one.id.hex for one in self.shown}
        picked = {name.removeprefix(PICK) for name in self.data if name.startswith(PICK)}
        if picked - known:
            raise ValidationError(
                _("One of the invoices that you chose is not open any more. Look at the list again."),
                code="nothing_open",
            )


class QuestionForm(forms.Form):
    """What the customer would like to know. `key` was made with the page: sent twice it is one question."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Write what you would like to know.")},
    )

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="ask-%s", initial={"key": new_id()})


class ProblemForm(forms.Form):
    """What is wrong, and with which of the customer's invoices."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    invoice = forms.ChoiceField(label=gettext_lazy("With which invoice?"))
    reason = forms.ChoiceField(
        label=gettext_lazy("What is not right?"),
        choices=CaseReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is not right.")},
    )
    words = forms.CharField(
        label=gettext_lazy("In your words"),
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("What should it be? If it is paid already: when, and from which account?"),
    )

    def __init__(
        self, invoices: Iterable[tuple[UUID, str]], data: Mapping[str, Any] | None = None, *, chosen: UUID | None = None
    ) -> None:
        """`invoices` are id and name; `chosen` is the one that the customer comes from."""
        super().__init__(data, auto_id="wrong-%s", initial={"key": new_id(), "invoice": str(chosen or "")})
        field = self.fields["invoice"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(invoice_id), name) for invoice_id, name in invoices]

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        cleaned = super().clean() or {}
        if cleaned.get("reason") == CaseReason.OTHER and not cleaned.get("words"):
            self.add_error("words", ValidationError(_("Write in your words what is wrong."), code="empty"))
        return cleaned


class DetailsForm(forms.Form):
    """Where the seller reaches the customer. It proposes: a person changes."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    email = forms.EmailField(label=gettext_lazy("E-mail address for invoices"), required=False, max_length=254)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "tel"})
    )
    address = forms.CharField(
        label=gettext_lazy("Postal address"),
        required=False,
        max_length=MOST_PROPOSED,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, known: Mapping[str, str], data: Mapping[str, Any] | None = None) -> None:
        """`known` is what the seller has now, by field."""
        super().__init__(data, auto_id="details-%s", initial={"key": new_id(), **known})
        self._known = known
        self.proposed: dict[str, str] = {}

    def clean(self) -> dict[str, Any]:
        """Only what differs is proposed; emptying a field proposes nothing."""
        cleaned = super().clean() or {}
        tidy = {name: str(cleaned.get(name) or "").replace("\r\n", "\n").strip() for name in self._known}
        self.proposed = {name: value for name, value in tidy.items() if value and value != self._known[name].strip()}
        if not self.errors and not self.proposed:
            raise ValidationError(_("Nothing differs from what we have."), code="nothing_changed")
        return cleaned
