"""The traps of numbering (product/traps.md, E) that no other test names.

57 and 58 (roll-back): tests/base/numbering, tests/invoices/test_concurrency.py, tests/scenarios/test_kill.py.
"""

from __future__ import annotations

import threading

from django.db import connection

from saldo.base.numbering.actions import take_numbers
from saldo.invoices.actions import credit_invoices, discard_drafts, issue_invoices
from saldo.invoices.actions.credit_invoices import CreditRequest
from saldo.invoices.queries import find_invoices, get_invoice
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued

PATIENCE_S = 60


def number_of(world, invoice):
    with world.frame():
        return get_invoice(world.house.tenant_id, invoice).number


def issued(world, customer, **details):
    return make_issued(world.house, world.clock, customer, due_in=30, **details)


def test_trap_58_discarded_drafts_and_credit_notes_leave_no_gap(world):
    customer = make_customer(world.house, world.clock)
    first = issued(world, customer)
    draft = make_draft(world.house, world.clock, customer)
    with world.frame():
        discard_drafts([draft], actor=world.house.alice).raise_if_refused()
        credit = CreditRequest(id=new_id(), invoice_id=first, amount=None, reason="Wrong")
        credit_invoices([credit], on=world.today, actor=world.house.alice).raise_if_refused()
    second = issued(world, customer)
    assert [number_of(world, one) for one in (first, second)] == ["FT 2026/001", "FT 2026/002"]


def test_trap_60_drafts_are_written_and_lists_read_while_somebody_holds_the_number(world):
    customer = make_customer(world.house, world.clock)
    seen = []

    def elsewhere():
        try:
            draft = make_draft(world.house, world.clock, customer)
            with world.frame():
                seen.append(
                    (
                        get_invoice(world.house.tenant_id, draft).state,
                        find_invoices(world.house.tenant_id, on=world.today),
                    )
                )
        finally:
            connection.close()

    with world.frame():
        take_numbers(world.house.entity_id, kind="invoice", count=1, on=world.today, actor=world.house.alice)
        other = threading.Thread(target=elsewhere)
        other.start()
        other.join(PATIENCE_S)
        assert not other.is_alive(), "a draft waits for a number that it does not need"
    assert seen[0][0] == "draft"


def test_trap_61_two_series_in_two_orders_at_once_do_not_wait_for_each_other_for_ever(world):
    customer = make_customer(world.house, world.clock)
    invoices = [issued(world, customer) for _ in range(6)]
    drafts = [make_draft(world.house, world.clock, customer) for _ in range(6)]
    failed = []

    def issue_all():
        _each(lambda one: issue_invoices([one], **_by(world), deliver=False, confirmed=True), drafts)

    def credit_all():
        _each(lambda one: credit_invoices([CreditRequest(new_id(), one, None, "Wrong")], **_by(world)), invoices)

    def _each(act, ids):
        try:
            for one in ids:
                with world.frame():
                    act(one).raise_if_refused()
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for one in (issue_all, credit_all)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(PATIENCE_S)
    assert failed == []
    assert [number_of(world, one) for one in drafts] == [f"FT 2026/{n:03d}" for n in range(7, 13)]
    world.expect(proof=True)


def _by(world):
    return {"on": world.today, "actor": world.house.alice}
