from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.errors import BadInput, SaldoError, UnbalancedEntry
from saldo.kernel.journal import Account, Entry, Posting
from saldo.kernel.money import Money
from saldo.kernel.references import new_id

CUSTOMER, INVOICE = uuid4(), uuid4()


def posting(amount, account=Account.BANK, currency="EUR", **names):
    return Posting(account, Money.of(amount, currency), **names)


def receivable(amount):
    return posting(amount, Account.RECEIVABLE, customer_id=CUSTOMER, item_id=INVOICE, due_on=date(2026, 2, 1))


def entry(*postings, **changes):
    values = {
        "id": new_id(),
        "key": f"issue_invoices:{INVOICE}",
        "kind": "invoice_issued",
        "legal_entity_id": uuid4(),
        "effective_on": date(2026, 1, 2),
        "postings": postings,
    }
    return Entry(**(values | changes))


def test_an_invoice_with_tax_is_a_balanced_entry():
    made = entry(receivable("123.00"), posting("-100.00", Account.REVENUE), posting("-23.00", Account.TAX_PAYABLE))
    assert sum(row.amount.minor for row in made.postings) == 0
    assert made.postings[0].due_on == date(2026, 2, 1)
    assert (made.corrects_id, made.rate) == (None, None)


@pytest.mark.parametrize("credits", [["-99.99"], ["-100.01"], ["100.00"], ["-50.00", "-49.99"]])
def test_an_entry_that_does_not_add_up_cannot_be_built(credits):
    with pytest.raises(UnbalancedEntry) as refusal:
        entry(receivable("100.00"), *(posting(amount, Account.REVENUE) for amount in credits))
    assert refusal.value.code == "unbalanced_entry"


@pytest.mark.parametrize("postings", [(), (posting("1.00"),)])
def test_an_entry_needs_two_postings(postings):
    with pytest.raises(UnbalancedEntry) as refusal:
        entry(*postings)
    assert refusal.value.code == "too_few_postings"


def test_a_posting_of_zero_is_refused():
    with pytest.raises(UnbalancedEntry) as refusal:
        posting("0.00")
    assert refusal.value.code == "zero_posting"


def test_two_currencies_need_a_rate():
    rows = (posting("100"), posting("-100"), posting("430", currency="PLN"), posting("-430", currency="PLN"))
    with pytest.raises(UnbalancedEntry) as refusal:
        entry(*rows)
    assert refusal.value.code == "rate_missing"
    assert entry(*rows, rate=Decimal("4.30")).rate == Decimal("4.30")


def test_a_rate_does_not_excuse_a_currency_that_does_not_add_up():
    with pytest.raises(UnbalancedEntry) as refusal:
        entry(posting("100"), posting("-430", currency="PLN"), rate=Decimal("4.30"))
    assert refusal.value.code == "unbalanced_entry"


@pytest.mark.parametrize("rate", [Decimal(0), Decimal(-1), Decimal("NaN"), Decimal("Infinity"), 4.3, "4.3"])
def test_a_rate_is_a_decimal_above_zero(rate):
    with pytest.raises(BadInput) as refusal:
        entry(posting("1"), posting("-1"), rate=rate)
    assert refusal.value.code == "bad_rate"


@pytest.mark.parametrize(
    "key", ["", "issue_invoices", "issue_invoices:", ":1", "Issue:1", "issue invoices:1", "issue:1 2", "issue:1\n"]
)
def test_a_key_is_a_verb_and_a_subject(key):
    with pytest.raises(BadInput) as refusal:
        entry(posting("1"), posting("-1"), key=key)
    assert refusal.value.code == "bad_key"


def test_a_key_may_name_the_stage_after_the_subject():
    key = f"charge_late_items:{INVOICE}:2026-03-01"
    assert entry(posting("1"), posting("-1"), key=key).key == key


@pytest.mark.parametrize("kind", ["", "Invoice issued", "x", "1st"])
def test_a_kind_is_one_lower_case_word(kind):
    with pytest.raises(BadInput) as refusal:
        entry(posting("1"), posting("-1"), kind=kind)
    assert refusal.value.code == "bad_kind"


@pytest.mark.parametrize("when", [datetime(2026, 1, 2, tzinfo=UTC), "2026-01-02", None])
def test_an_entry_takes_effect_on_a_date(when):
    with pytest.raises(BadInput) as refusal:
        entry(posting("1"), posting("-1"), effective_on=when)
    assert refusal.value.code == "bad_date"


def test_postings_that_could_still_change_are_refused():
    with pytest.raises(BadInput) as refusal:
        entry(postings=[posting("1"), posting("-1")])
    assert refusal.value.code == "bad_postings"


@pytest.mark.parametrize("account", [Account.RECEIVABLE, Account.CUSTOMER_CREDIT])
@pytest.mark.parametrize("names", [{}, {"customer_id": CUSTOMER}, {"item_id": INVOICE}])
def test_what_a_customer_owes_or_is_owed_names_customer_and_item(account, names):
    with pytest.raises(BadInput) as refusal:
        posting("1.00", account, **names)
    assert refusal.value.code == "posting_without_item"


def test_refusals_of_the_journal_are_value_errors_with_a_code():
    with pytest.raises(ValueError, match="at least two") as refusal:
        entry()
    assert isinstance(refusal.value, SaldoError)


def test_values_of_accounts_are_snake_case_names():
    assert [account.value for account in Account] == [account.name.lower() for account in Account]


@given(st.lists(st.integers(-(10**12), 10**12).filter(bool), min_size=1, max_size=20))
def test_an_entry_is_built_exactly_when_it_adds_up(minors):
    rest = -sum(minors)
    rows = [Posting(Account.BANK, Money(minor, "EUR")) for minor in minors]
    if rest:
        with pytest.raises(UnbalancedEntry):
            entry(*rows)
        rows.append(Posting(Account.REVENUE, Money(rest, "EUR")))
    if len(rows) > 1:
        assert entry(*rows).postings == tuple(rows)
