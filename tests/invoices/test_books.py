"""X5: whatever happens in whatever order, open items, customer balances and control accounts are one sum."""

from __future__ import annotations

from datetime import date

from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.base.tenants.frame import current_frame, frame
from saldo.invoices.actions import (
    CreditRequest,
    ImportedInvoice,
    credit_invoices,
    draft_invoices,
    import_invoices,
    issue_invoices,
)
from saldo.invoices.queries import find_invoices, prove_invoices, prove_sequences
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, open_items, prove_ledger
from tests.factories.customers import make_customer
from tests.factories.invoices import new_invoice, new_line, tax_code

ON = date(2026, 3, 2)
prices = st.integers(min_value=0, max_value=500_000).map(lambda minor: f"{minor // 100}.{minor % 100:02d}")
steps = st.one_of(
    st.tuples(
        st.just("issue"), st.integers(0, 2), st.lists(prices, min_size=1, max_size=4), st.sampled_from(["NOR", "NONE"])
    ),
    st.tuples(st.just("import"), st.integers(0, 2), st.integers(1, 100_000)),
    st.tuples(st.just("credit"), st.integers(0, 20), st.one_of(st.none(), st.integers(1, 200_000))),
    st.tuples(st.just("roll back"), st.integers(0, 2)),
)


class RolledBack(Exception):
    """The end of a transaction that did not happen."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(steps, min_size=1, max_size=10))
def test_open_items_balances_and_control_account_agree_after_any_history(house, clock, history):
    customers = [make_customer(house, clock) for _ in range(3)]
    issued: list = []
    for position, step in enumerate(history):
        try:
            with frame(house.tenant_id, clock=clock):
                play(house, customers, issued, position, step)
        except RolledBack:
            pass
    with frame(house.tenant_id, clock=clock):
        check(house, customers)


def play(house, customers, issued, position, step):
    if step[0] == "issue":
        code = tax_code(house, step[3])
        lines = tuple(new_line(house, price, tax_code_id=code) for price in step[2])
        draft = draft_invoices([new_invoice(house, customers[step[1]], lines=lines)], actor=house.alice).only()
        issued.append(issue_invoices([draft], on=ON, actor=house.alice, deliver=False, confirmed=True).only())
    elif step[0] == "import":
        from saldo.customers.queries import billing_of

        number = billing_of(house.tenant_id, [customers[step[1]]])[customers[step[1]]].number
        total = Money(step[2], "EUR")
        row = ImportedInvoice(1, f"OLD-{position}-{new_id()}", number, "EUR", total, date(2026, 1, 1), ON)
        issued.append(import_invoices([row], legal_entity_id=house.entity_id, actor=house.alice).only())
    elif step[0] == "credit" and issued:
        amount = Money(step[2], "EUR") if step[2] else None
        request = CreditRequest(new_id(), issued[step[1] % len(issued)], amount, "Because")
        outcome = credit_invoices([request], on=ON, actor=house.alice)
        assert {one.code for one in outcome.refused} <= {"more_than_left", "nothing_left"}
    elif step[0] == "roll back":
        draft = draft_invoices([new_invoice(house, customers[step[1]])], actor=house.alice).only()
        issue_invoices([draft], on=ON, actor=house.alice, deliver=False, confirmed=True).only()
        raise RolledBack


def check(house, customers):
    items = open_items(house.tenant_id, on=ON, known_at=current_frame().now)
    rows = find_invoices(house.tenant_id, on=ON, shown="all", limit=1000).rows
    for customer in customers:
        [balance] = customer_balances(house.tenant_id, [customer])[customer] or [None]
        mine = [one for one in rows if one.customer_id == customer]
        receivable = sum(one.open_minor for one in mine if one.kind == "invoice")
        credit = sum(one.open_minor for one in mine if one.kind == "credit_note")
        assert receivable == sum(item.open.minor for item in items if item.customer_id == customer)
        assert receivable == (balance.receivable.minor if balance else 0)
        assert credit == (balance.credit.minor if balance else 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(amount_minor), 0)::bigint, coalesce(sum(amount_minor) FILTER (WHERE account ="
            " 'receivable'), 0)::bigint FROM ledger_posting WHERE tenant_id = %s",
            [house.tenant_id],
        )
        assert cursor.fetchone() == (0, sum(one.open_minor for one in rows if one.kind == "invoice"))
    assert prove_invoices(house.tenant_id).holds
    assert prove_sequences(house.tenant_id).holds
    assert prove_ledger(house.tenant_id).holds
