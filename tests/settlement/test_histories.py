"""Whatever is invoiced, paid, credited and reversed in whatever order: the books prove it (X5)."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saldo.base.tenants.frame import frame
from saldo.invoices.actions import CreditRequest, credit_invoices, draft_invoices, issue_invoices
from saldo.invoices.queries import prove_invoices, sheets_of
from saldo.kernel.journal import Account
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, item_balances, prove_ledger
from saldo.payments.queries import payments_of
from saldo.settlement.actions import apply_credits, receive_payments, reverse_payments, settle_payments, use_credits
from saldo.settlement.queries import prove_allocations, prove_payments
from tests.factories.cast import make_house
from tests.factories.customers import make_customer
from tests.factories.invoices import new_invoice, new_line
from tests.factories.payments import new_payment

ON = date(2026, 3, 2)
AMOUNTS = st.integers(1, 30_000).map(lambda minor: Money(minor, "EUR"))
PICKS = st.integers(0, 5)
STEPS = st.one_of(
    st.tuples(st.just("invoice"), AMOUNTS, st.integers(0, 20)),
    st.tuples(st.just("pay"), AMOUNTS, st.lists(PICKS, max_size=2)),
    st.tuples(st.just("credit"), PICKS, st.booleans()),
    st.tuples(st.just("settle"), PICKS, st.none()),
    st.tuples(st.just("use"), st.none(), st.none()),
    st.tuples(st.just("reverse"), PICKS, st.none()),
)


class Story:
    """One customer's history, and what a child would keep in its head: invoiced, credited and paid."""

    def __init__(self, clock) -> None:
        self.house = make_house(clock)
        self.clock = clock
        self.dana = make_customer(self.house, clock)
        self.invoices, self.payments = [], []
        self.invoiced = self.credited = self.paid = 0

    def play(self, steps) -> None:
        for verb, first, second in steps:
            with frame(self.house.tenant_id, clock=self.clock):
                getattr(self, verb)(first, second)

    def invoice(self, amount, due_in) -> None:
        line = new_line(self.house, str(amount.decimal))
        draft = new_invoice(self.house, self.dana, lines=(line,), due_in=due_in)
        ids = draft_invoices([draft], actor=self.house.alice).done
        self.invoices += issue_invoices(ids, on=ON, actor=self.house.alice, deliver=False, confirmed=True).done
        self.invoiced += amount.minor

    def pay(self, amount, picks) -> None:
        new = new_payment(self.house, self.dana, money=amount)
        said = {self.invoices[pick]: amount for pick in picks if pick < len(self.invoices)}
        self.payments += receive_payments([new], items={new.id: said}, on=None, actor=self.house.bob).done
        self.paid += amount.minor

    def credit(self, pick, whole) -> None:
        if pick >= len(self.invoices):
            return
        total = sheets_of(self.house.tenant_id, [self.invoices[pick]])[self.invoices[pick]].total
        amount = None if whole else Money(max(1, total.minor // 3), "EUR")
        request = CreditRequest(new_id(), self.invoices[pick], amount, "Stale")
        for note in credit_invoices([request], on=ON, actor=self.house.alice).done:
            self.credited += sheets_of(self.house.tenant_id, [note])[note].total_minor
            apply_credits([note], on=None, actor=self.house.night)

    def settle(self, pick, _) -> None:
        if pick < len(self.payments):
            settle_payments([self.payments[pick]], on=ON, actor=self.house.bob)

    def use(self, *_) -> None:
        use_credits([self.dana], on=ON, actor=self.house.bob)

    def reverse(self, pick, _) -> None:
        if pick < len(self.payments):
            done = reverse_payments([self.payments[pick]], on=ON, reason="Bounced", actor=self.house.bob).done
            self.paid -= sum(one.amount_minor for one in payments_of(self.house.tenant_id, done).values())

    def expect(self) -> None:
        tenant_id = self.house.tenant_id
        with frame(tenant_id, clock=self.clock):
            for proof in (prove_ledger, prove_payments, prove_allocations, prove_invoices):
                assert proof(tenant_id).holds, proof
            net = sum(one.net.minor for one in customer_balances(tenant_id, [self.dana])[self.dana])
            assert net == self.invoiced - self.credited - self.paid
            balances = item_balances(tenant_id, self.invoices, account=Account.RECEIVABLE)
            for sheet in sheets_of(tenant_id, self.invoices).values():
                assert 0 <= sheet.open_minor <= sheet.total_minor
                assert sheet.open_minor == balances[sheet.id].minor


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=4, max_size=12))
def test_after_any_history_every_balance_can_be_derived_again(database, clock, steps):
    story = Story(clock)
    story.play(steps)
    story.expect()
