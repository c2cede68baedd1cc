"""What a customer owes, to whom and in which currency, and how much of it can be paid now."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from saldo.invoices.choices import Delivery
from saldo.kernel.money import Money

DUE_SOON_DAYS = 7


class OpenInvoice(Protocol):
    """What is read of an open invoice."""

    @property
    def id(self) -> UUID: ...
    @property
    def number(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def legal_entity_id(self) -> UUID: ...
    @property
    def total(self) -> Money: ...
    @property
    def open(self) -> Money: ...
    @property
    def delivery(self) -> str: ...


class CreditKind(StrEnum):
    """Where credit comes from."""

    CREDIT_NOTE = "credit_note"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Credit:
    """What the customer has with the seller and has settled nothing with. `label` is a number or a reference."""

    kind: CreditKind
    legal_entity_id: UUID
    label: str
    on: date
    amount: Money


@dataclass(frozen=True, slots=True)
class Held:
    """A payment that is on its way: confirmed by the customer, not yet by the gateway."""

    checkout_id: UUID
    legal_entity_id: UUID
    amount: Money
    items: Mapping[UUID, int]


@dataclass(frozen=True, slots=True)
class Item:
    """An open invoice. `held` of it is on its way; `payable` is the rest. `days` from today to the due day.

    `is_disputed`: the customer says that something is wrong with it, and nobody asks for it meanwhile. `is_new`: nobody
    has opened it in the portal yet.
    """

    id: UUID
    number: str
    title: str
    due_on: date
    days: int
    total: Money
    open: Money
    held: Money
    is_disputed: bool = False
    is_new: bool = False

    @property
    def payable(self) -> Money:
        """What can still be paid without paying twice."""
        return max(self.open - self.held, Money.zero(self.open.currency))

    @property
    def is_overdue(self) -> bool:
        """The due day has passed."""
        return self.days < 0

    @property
    def is_part(self) -> bool:
        """Something of it has been settled already."""
        return self.open < self.total

    @property
    def status(self) -> str:
        """A code of `ui.choices.STATUSES`."""
        if self.held and not self.payable:
            return "pending"
        if self.is_disputed:
            return "disputed"
        if self.is_overdue:
            return "overdue"
        return "due" if self.days <= DUE_SOON_DAYS else "open"


@dataclass(slots=True)
class Account:
    """What is owed to one issuer in one currency; items by their due day."""

    legal_entity_id: UUID
    currency: str
    items: list[Item] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    @property
    def key(self) -> str:
        """Which account a form is about."""
        return f"{self.legal_entity_id}:{self.currency}"

    @property
    def open(self) -> Money:
        """All that is invoiced and not settled."""
        return self._sum(one.open for one in self.items)

    @property
    def credit(self) -> Money:
        """All that the customer has with the seller."""
        return self._sum(one.amount for one in self.credits)

    @property
    def balance(self) -> Money:
        """What is owed; below zero the seller owes."""
        return self.open - self.credit

    @property
    def owed(self) -> Money:
        """What is owed, never below zero."""
        return max(self.balance, self._sum(()))

    @property
    def surplus(self) -> Money:
        """What the seller owes, never below zero."""
        return max(-self.balance, self._sum(()))

    @property
    def payable(self) -> Money:
        """What can be paid now."""
        return self._sum(one.payable for one in self.items)

    @property
    def asked(self) -> Money:
        """What of it is asked for: all but what the customer says is wrong."""
        return self._sum(one.payable for one in self.items if not one.is_disputed)

    @property
    def disputed(self) -> Money:
        """What of it the customer says is wrong. It can be paid all the same."""
        return self._sum(one.payable for one in self.items if one.is_disputed)

    @property
    def overdue(self) -> Money:
        """What is asked for and past its day."""
        return self._sum(one.payable for one in self.items if one.is_overdue and not one.is_disputed)

    @property
    def usable_credit(self) -> Money:
        """How much of the credit open invoices could use up."""
        return min(self.credit, self.payable)

    @property
    def has_choice(self) -> bool:
        """Whether what is overdue is something, and not all that is asked for."""
        return bool(self.overdue) and self.overdue < self.asked

    def item(self, invoice_id: UUID) -> Item | None:
        """One of the items."""
        return next((one for one in self.items if one.id == invoice_id), None)

    def _sum(self, amounts: Iterable[Money]) -> Money:
        return sum(amounts, Money.zero(self.currency))


def accounts_of(
    invoices: Sequence[OpenInvoice],
    credits: Sequence[Credit],
    held: Sequence[Held],
    *,
    today: Mapping[UUID, date],
    disputed: Collection[UUID] = (),
) -> list[Account]:
    """One account per issuer and currency in which there is anything, the largest number of items first.

    `today` is each issuer's business day, `disputed` are invoices of which the customer says that something is wrong.
    """
    accounts: dict[tuple[UUID, str], Account] = {}

    def account(legal_entity_id: UUID, currency: str) -> Account:
        return accounts.setdefault((legal_entity_id, currency), Account(legal_entity_id, currency))

    on_the_way: dict[UUID, int] = {}
    for one in held:
        account(one.legal_entity_id, one.amount.currency).held.append(one)
        for invoice_id, minor in one.items.items():
            on_the_way[invoice_id] = on_the_way.get(invoice_id, 0) + minor
    for invoice in invoices:
        held_minor, day = on_the_way.get(invoice.id, 0), today[invoice.legal_entity_id]
        item = _item(invoice, held_minor, day, is_disputed=invoice.id in disputed)
        account(invoice.legal_entity_id, invoice.open.currency).items.append(item)
    for credit in credits:
        account(credit.legal_entity_id, credit.amount.currency).credits.append(credit)
    for one_account in accounts.values():
        one_account.items.sort(key=lambda item: (item.due_on, item.number))
    return sorted(accounts.values(), key=lambda one: -len(one.items))


def _item(invoice: OpenInvoice, held_minor: int, today: date, *, is_disputed: bool) -> Item:
    due_on = invoice.due_on or today
    held = Money(min(held_minor, invoice.open.minor), invoice.open.currency)
    return Item(
        id=invoice.id,
        number=invoice.number or "",
        title=invoice.title,
        due_on=due_on,
        days=(due_on - today).days,
        total=invoice.total,
        open=invoice.open,
        held=held,
        is_disputed=is_disputed,
        is_new=invoice.delivery != Delivery.OPENED,
    )
