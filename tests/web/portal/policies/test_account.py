"""What can be paid is never more than what is owed, and every sum is that of its rows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.money import Money
from saldo.web.portal.policies.account import Account, Credit, CreditKind, Held, accounts_of

TODAY = date(2026, 3, 2)
NORTE, SUL = uuid4(), uuid4()


class Invoice(NamedTuple):
    id: UUID
    number: str
    title: str
    due_on: date
    legal_entity_id: UUID
    total: Money
    open: Money
    delivery: str = ""


@st.composite
def worlds(draw):
    """Invoices of two issuers in two currencies, with credit, and payments on their way for some of them."""
    issuers, currencies = st.sampled_from([NORTE, SUL]), st.sampled_from(["EUR", "JPY"])
    minors = st.integers(1, 10**9)
    invoices = []
    for number in range(draw(st.integers(0, 6))):
        currency, total = draw(currencies), draw(minors)
        due_on = TODAY + timedelta(days=draw(st.integers(-40, 40)))
        left = Money(draw(st.integers(1, total)), currency)
        invoices.append(Invoice(uuid4(), f"N{number}", "", due_on, draw(issuers), Money(total, currency), left))
    credits = [
        Credit(CreditKind.PAYMENT, draw(issuers), "", TODAY, Money(draw(minors), draw(currencies)))
        for _ in range(draw(st.integers(0, 3)))
    ]
    held = []
    for one in draw(st.lists(st.sampled_from(invoices), unique=True)) if invoices else []:
        minor = draw(minors)
        amount = Money(minor, one.open.currency)
        held.append(Held(uuid4(), one.legal_entity_id, amount, {one.id: minor}))
    return invoices, credits, held


def find(accounts: list[Account], invoice: Invoice) -> Account:
    return next(one for one in accounts if one.item(invoice.id))


@given(worlds())
def test_every_invoice_and_credit_stands_in_one_account_of_its_issuer_and_currency(world):
    invoices, credits, held = world
    accounts = accounts_of(invoices, credits, held, today={NORTE: TODAY, SUL: TODAY})
    assert len({one.key for one in accounts}) == len(accounts)
    assert sum(len(one.items) for one in accounts) == len(invoices)
    assert sum(len(one.credits) for one in accounts) == len(credits)
    for one in invoices:
        account = find(accounts, one)
        assert (account.legal_entity_id, account.currency) == (one.legal_entity_id, one.open.currency)


@given(worlds())
def test_what_can_be_paid_is_never_more_than_what_is_open(world):
    for account in accounts_of(*world, today={NORTE: TODAY, SUL: TODAY}):
        zero = Money.zero(account.currency)
        assert zero <= account.overdue <= account.payable <= account.open
        assert all(zero <= one.payable <= one.open and one.payable + one.held == one.open for one in account.items)


@given(worlds())
def test_the_balance_is_what_is_open_less_the_credit(world):
    for account in accounts_of(*world, today={NORTE: TODAY, SUL: TODAY}):
        assert account.balance == account.open - account.credit == account.owed - account.surplus
        assert not (account.owed and account.surplus)
        assert account.usable_credit <= min(account.credit, account.payable)


@given(worlds())
def test_the_earliest_due_comes_first_and_only_the_past_is_late(world):
    for account in accounts_of(*world, today={NORTE: TODAY, SUL: TODAY}):
        assert [one.due_on for one in account.items] == sorted(one.due_on for one in account.items)
        assert all(one.is_overdue == (one.due_on < TODAY) for one in account.items)


def test_due_today_is_not_late_and_paid_today_is_not_due():
    invoice = Invoice(uuid4(), "N1", "", TODAY, NORTE, Money(500, "EUR"), Money(500, "EUR"))
    (account,) = accounts_of([invoice], [], [], today={NORTE: TODAY})
    assert account.items[0].status == "due"
    held = Held(uuid4(), NORTE, Money(500, "EUR"), {invoice.id: 500})
    (account,) = accounts_of([invoice], [], [held], today={NORTE: TODAY})
    assert account.items[0].status == "pending"
    assert not account.payable
