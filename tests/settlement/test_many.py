"""Ten thousand at once: as many queries as for one."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.invoices.actions import draft_invoices, issue_invoices
from saldo.payments.actions import record_payments
from saldo.settlement.actions import issue_receipts, settle_payments
from saldo.settlement.queries import prove_allocations, prove_payments
from tests.factories.customers import make_customers
from tests.factories.invoices import new_invoice, new_line, today
from tests.factories.payments import new_payment

COUNT = 400
MOST_QUERIES = 40


def test_settling_many_payments_takes_as_many_queries_as_settling_one(house, frame_of, clock):
    customers = make_customers(house, clock, COUNT)
    with frame_of(house.tenant_id):
        on, line = today(house), (new_line(house, "100.00"),)
        drafts = [new_invoice(house, one, lines=line) for one in customers]
        ids = draft_invoices(drafts, actor=house.alice).done
        assert issue_invoices(ids, on=on, actor=house.alice, deliver=False, confirmed=True).ok
        new = [new_payment(house, one, "70.00", received_on=on) for one in customers]
        payments = record_payments(new, actor=house.alice).done
    counts = []
    for chunk in (payments[:50], payments[50:]):
        with CaptureQueriesContext(connection) as captured, frame_of(house.tenant_id):
            assert len(settle_payments(chunk, on=None, actor=house.night).done) == len(chunk)
        counts.append(len(captured))
    assert counts[1] <= counts[0] <= MOST_QUERIES
    with frame_of(house.tenant_id):
        assert prove_payments(house.tenant_id).holds
        assert prove_allocations(house.tenant_id).allocations == COUNT
        assert prove_allocations(house.tenant_id).holds


def test_receipts_of_many_payments_take_as_many_queries_as_those_of_few(house, frame_of, clock):
    customers = make_customers(house, clock, 120)
    with frame_of(house.tenant_id):
        new = [new_payment(house, one, "70.00") for one in customers]
        payments = record_payments(new, actor=house.alice).done
    counts = []
    for chunk in (payments[:45], payments[45:]):
        with CaptureQueriesContext(connection) as captured, frame_of(house.tenant_id):
            assert len(issue_receipts(chunk, on=None, actor=house.night).done) == len(chunk)
        counts.append(len(captured))
    assert counts[1] <= counts[0] <= MOST_QUERIES
