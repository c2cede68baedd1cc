"""Many issue at once: numbers stay unique and without holes, whatever rolls back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from django.db import connection

from saldo.base.files.models import File
from saldo.base.tenants.frame import frame
from saldo.invoices.actions import CreditRequest, credit_invoices, issue_invoices, make_documents
from saldo.invoices.queries import prove_invoices, prove_sequences, sheets_of
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import prove_ledger
from tests.factories.customers import make_customers
from tests.factories.invoices import make_issued, new_invoice

ON = date(2026, 3, 2)
ISSUERS = 8


class ChangedMyMind(Exception):
    """Rolls a transaction back after its numbers were taken."""


def in_threads(work, arguments):
    def run(argument):
        try:
            return work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(ISSUERS) as pool:
        return list(pool.map(run, arguments))


def drafts_of(house, clock, customers, count):
    from saldo.invoices.actions import draft_invoices

    with frame(house.tenant_id, clock=clock):
        new = [new_invoice(house, customers[n % len(customers)], f"{n + 1}.00") for n in range(count)]
        return draft_invoices(new, actor=house.alice).done


def test_eight_issuers_leave_no_hole_and_no_number_twice(house, clock, frame_of):
    drafts = drafts_of(house, clock, make_customers(house, clock, 5), 96)

    def issue(position):
        mine = drafts[position * 3 : position * 3 + 3]
        try:
            with frame(house.tenant_id, clock=clock):
                done = issue_invoices(mine, on=ON, actor=house.alice, deliver=False).done
                if position % 4 == 0:
                    raise ChangedMyMind
                return done
        except ChangedMyMind:
            return []

    issued = [one for some in in_threads(issue, range(32)) for one in some]
    assert len(issued) == 72
    with frame_of(house.tenant_id):
        numbers = {sheet.number for sheet in sheets_of(house.tenant_id, issued).values()}
        assert numbers == {f"FT 2026/{n:03d}" for n in range(1, 73)}
        proof = prove_sequences(house.tenant_id)
        assert (proof.holds, proof.numbers) == (True, 72)
        assert prove_invoices(house.tenant_id).holds
        assert prove_ledger(house.tenant_id).holds


def test_eight_clicks_on_one_draft_issue_it_once(house, clock, frame_of):
    [draft] = drafts_of(house, clock, make_customers(house, clock, 1), 1)

    def issue(_):
        with frame(house.tenant_id, clock=clock):
            return issue_invoices([draft], on=ON, actor=house.alice, deliver=False)

    outcomes = in_threads(issue, range(ISSUERS))
    assert sorted(len(one.done) for one in outcomes) == [0] * (ISSUERS - 1) + [1]
    assert all(one.ok for one in outcomes)
    with frame_of(house.tenant_id):
        assert prove_sequences(house.tenant_id).numbers == 1
        assert prove_ledger(house.tenant_id).entries == 1


def test_eight_credits_at_once_give_back_no_more_than_was_billed(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customers(house, clock, 1)[0], "100.00")

    def credit(_):
        with frame(house.tenant_id, clock=clock):
            request = CreditRequest(new_id(), invoice_id, Money.of("30.00", "EUR"), "Too much")
            return credit_invoices([request], on=ON, actor=house.alice)

    outcomes = in_threads(credit, range(ISSUERS))
    assert sum(len(one.done) for one in outcomes) == 3
    assert {one.code for outcome in outcomes for one in outcome.refused} == {"more_than_left"}
    with frame_of(house.tenant_id):
        assert prove_sequences(house.tenant_id).holds
        assert prove_ledger(house.tenant_id).holds


def test_a_document_wanted_by_eight_at_once_is_made_once(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customers(house, clock, 1)[0])

    def make(_):
        with frame(house.tenant_id, clock=clock):
            return make_documents([invoice_id], actor=house.night).done

    made = in_threads(make, range(ISSUERS))
    assert sum(map(len, made)) == 1
    with frame_of(house.tenant_id):
        assert File.objects.filter(tenant_id=house.tenant_id).count() == 1
