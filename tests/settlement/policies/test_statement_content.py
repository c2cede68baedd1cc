"""A statement's sums are those of its rows."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from saldo.base.files.documents.paper_check import check_content
from saldo.invoices.policies.content import CustomerContent, SellerContent
from saldo.kernel.money import Money
from saldo.settlement.policies.statement_content import MovedLine, OpenLine, StatementFacts, statement_content

ON = date(2026, 11, 22)
SELLER = SellerContent({"name": "Atelier Norte"}, {}, {"name": "Inês"}, "", "", "plain", "#1f5f8b")
CUSTOMER = CustomerContent({"name": "Dana"}, {"number": "C-1"})


@st.composite
def worlds(draw):
    days = st.integers(-200, 60).map(lambda days: ON + timedelta(days=days))
    items = [
        OpenLine(f"FT {n}", "", draw(days), total, draw(st.integers(1, total)))
        for n, total in enumerate(draw(st.lists(st.integers(1, 10**10), max_size=8)))
    ]
    moves = draw(st.lists(st.integers(-(10**9), 10**9).filter(bool), max_size=8))
    moved = [MovedLine(ON, "invoice", "", "", minor) for minor in moves]
    credit = draw(st.integers(0, 10**10))
    balance = sum(one.open_minor for one in items) - credit
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    return StatementFacts(currency, ON, ON - timedelta(days=90), balance - sum(moves), moved, items, credit)


def said(facts, **details):
    options = {"seller": SELLER, "customer": CUSTOMER, "pay": {"payee": "x"}, "your_credit": "Credit", **details}
    return statement_content(facts, template_version="v1", **options)


@given(worlds())
def test_rows_run_to_the_balance_from_both_sides(facts):
    content = said(facts)
    check_content("statement", content)
    balance = Money.of(content["balance"], facts.currency)
    if content["items"]:
        assert Money.of(content["items"][-1]["running_amount"], facts.currency) == balance
    if content["movements"]:
        assert Money.of(content["movements"][-1]["running_amount"], facts.currency) == balance
    else:
        assert content["opening"] == content["balance"]


@given(worlds())
def test_the_ages_add_up_to_what_is_open(facts):
    ages = said(facts)["ages"]
    total = sum((Money.of(one["amount"], facts.currency) for one in ages), Money.zero(facts.currency))
    assert total.minor == facts.open_minor
    assert sum(one["share"] for one in ages) <= 1000


@given(worlds())
def test_nothing_is_asked_for_that_credit_covers(facts):
    content = said(facts)
    assert facts.asked_minor <= max(facts.balance_minor, 0)
    assert ("pay" in content) == (facts.balance_minor > 0)
    assert content["overdue"] is None or Money.of(content["overdue"], facts.currency).minor == facts.overdue_minor


def test_due_today_is_not_late_and_the_day_after_is():
    lines = [OpenLine("A", "", ON, 100, 100), OpenLine("B", "", ON - timedelta(days=1), 100, 100)]
    content = said(StatementFacts("EUR", ON, ON, 200, [], lines, 0))
    assert [one["late_days"] for one in content["items"]] == [None, 1]
    assert content["overdue"] == "1.00"
