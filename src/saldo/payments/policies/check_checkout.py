"""Whether chosen amounts of invoices can be paid in one go."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from saldo.kernel.errors import NotFound, SaldoError
from saldo.kernel.money import Money
from saldo.payments.errors import MixedItems, MoreThanOpen, NothingChosen, NothingOpen


class Payable(Protocol):
    """What is read of an invoice."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def customer_id(self) -> UUID: ...
    @property
    def legal_entity_id(self) -> UUID: ...
    @property
    def open(self) -> Money: ...


def check_checkout(
    items: Mapping[UUID, Money], *, invoices: Mapping[UUID, Payable], customer_id: UUID, legal_entity_id: UUID
) -> SaldoError | None:
    """What forbids it: a stranger's invoice looks like one that does not exist."""
    if not items or any(amount.minor <= 0 for amount in items.values()):
        return NothingChosen()
    currencies = {amount.currency for amount in items.values()}
    for invoice_id, amount in items.items():
        invoice = invoices.get(invoice_id)
        if invoice is None or invoice.customer_id != customer_id:
            return NotFound()
        if len(currencies) > 1 or invoice.open.currency != amount.currency:
            return MixedItems()
        if invoice.legal_entity_id != legal_entity_id:
            return MixedItems()
        if invoice.kind != "invoice" or invoice.state != "open":
            return NothingOpen()
        if amount > invoice.open:
            return MoreThanOpen()
    return None


def fingerprint(items: Mapping[UUID, Money], *, customer_id: UUID, gateway_account_id: UUID) -> str:
    """The same for the same wish, in whatever order it is said."""
    wish = [str(customer_id), str(gateway_account_id), *(f"{one}={items[one]}" for one in sorted(items))]
    return hashlib.sha256("\n".join(wish).encode()).hexdigest()
