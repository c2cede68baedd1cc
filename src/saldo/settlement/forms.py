"""Money that arrived, as a person writes it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from saldo.base.people.forms import NumberField
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.choices import PaymentMethod

STAFF_METHODS = (
    PaymentMethod.TRANSFER,
    PaymentMethod.CASH,
    PaymentMethod.CHEQUE,
    PaymentMethod.CARD,
    PaymentMethod.OTHER,
)


def date_input() -> forms.DateInput:
    """The browser's own way to choose a day."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReceivePaymentForm(forms.Form):
    """A payment, with a field for each open invoice that says how much of it is for that one.

    `issuers` are (id, name), the likeliest first; where there is one, nothing is asked. `id` was made with the form.
    What is said for no invoice settles those that were due first; the rest is credit.
    """

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)
    issuer = forms.ChoiceField(label=_("Paid to"))
    amount = NumberField(label=_("Amount received"))
    currency = forms.ChoiceField(label=_("Currency"))
    method = forms.ChoiceField(label=_("How it came"), choices=[(one.value, one.label) for one in STAFF_METHODS])
    received_on = forms.DateField(
        label=_("Received on"), widget=date_input(), help_text=_("The day the bank booked it; it may be in the past.")
    )
    reference = forms.CharField(label=_("Reference"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        invoices: Sequence[Sheet],
        currencies: Sequence[str],
        issuers: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.fields["issuer"] = forms.ChoiceField(label=_("Paid to"), choices=issuers, initial=issuers[0][0])
        if len(issuers) == 1:
            self.fields["issuer"].widget = forms.HiddenInput()
        self.fields["currency"] = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in currencies])
        self.invoices = {str(one.id): one for one in invoices}
        for one in invoices:
            label = _("For %(number)s") % {"number": one.number}
            self.fields[_item(one.id)] = NumberField(label=label, required=False)

    def item_rows(self) -> list[dict[str, Any]]:
        """Each open invoice with its field, for the template."""
        return [{"invoice": one, "field": self[_item(one.id)]} for one in self.invoices.values()]

    def clean(self) -> dict[str, Any]:
        """Amounts are exact and in the payment's currency; what is said for invoices is not more than came."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("amount") is None or not data.get("currency"):
            return data
        data["money"] = self._money("amount", data["amount"], data["currency"])
        said: dict[UUID, Money] = {}
        for key, invoice in self.invoices.items():
            typed = data.get(_item(key))
            if not typed:
                continue
            if str(invoice.legal_entity_id) != data.get("issuer"):
                self.add_error(_item(key), _("This invoice is from another of our companies than was paid."))
            elif invoice.currency != data["currency"]:
                self.add_error(_item(key), _("This invoice is in another currency than the payment."))
            elif money := self._money(_item(key), typed, invoice.currency):
                said[invoice.id] = money
                if not 0 < money.minor <= invoice.open_minor:
                    self.add_error(_item(key), _("At most what is open can be paid."))
        data["said"] = said
        if data["money"] and sum(one.minor for one in said.values()) > data["money"].minor:
            self.add_error("amount", _("The invoices below get more than came in."))
        return data

    def _money(self, field: str, number: Any, currency: str) -> Money | None:
        try:
            return Money.of(number, currency)
        except BadInput as error:
            self.add_error(field, error.sentence)
            return None


def _item(invoice_id: UUID | str) -> str:
    return f"item-{invoice_id}"


def items_of(said: Mapping[UUID, Money], payment_id: UUID) -> dict[UUID, dict[UUID, Money]]:
    """What was said, in the shape of `receive_payments`; nothing where nothing was said."""
    return {payment_id: dict(said)} if said else {}


class ReversePaymentForm(forms.Form):
    """Why a payment is taken back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays with the payment. The customer does not read it.")
    )
    on = forms.DateField(label=_("Takes effect on"), widget=date_input())
