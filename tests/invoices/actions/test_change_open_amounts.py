"""What settlement and correspondence may say about an issued document."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import permutations

import pytest

from saldo.invoices.actions import change_delivery, change_open_amounts
from saldo.invoices.choices import Delivery
from saldo.invoices.errors import OpenOutOfRange
from saldo.invoices.policies.delivery import may_become
from saldo.invoices.queries import get_invoice, sheets_of
from saldo.kernel.errors import Conflict, NotFound
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued

PAID_ON = date(2026, 3, 20)


@pytest.fixture
def invoice_id(house, clock):
    return make_issued(house, clock, make_customer(house, clock), "10.00")


def test_an_invoice_is_settled_at_zero_and_open_again_when_money_goes_back(house, invoice_id, frame_of):
    with frame_of(house.tenant_id):
        change_open_amounts({invoice_id: -400}, on=PAID_ON, actor=house.night)
        sheet = get_invoice(house.tenant_id, invoice_id)
        assert (sheet.state, sheet.open_minor, sheet.settled_on) == ("open", 600, None)
        change_open_amounts({invoice_id: -600}, on=PAID_ON, actor=house.night)
        sheet = get_invoice(house.tenant_id, invoice_id)
        assert (sheet.state, sheet.open_minor, sheet.settled_on) == ("settled", 0, PAID_ON)
        change_open_amounts({invoice_id: 1000}, on=PAID_ON, actor=house.night)
        sheet = get_invoice(house.tenant_id, invoice_id)
        assert (sheet.state, sheet.open_minor, sheet.settled_on) == ("open", 1000, None)


@pytest.mark.parametrize("delta", [-1001, 1])
def test_the_open_amount_stays_between_zero_and_the_total(house, invoice_id, frame_of, delta):
    with frame_of(house.tenant_id):
        with pytest.raises(OpenOutOfRange):
            change_open_amounts({invoice_id: delta}, on=PAID_ON, actor=house.night)
        assert get_invoice(house.tenant_id, invoice_id).open_minor == 1000


def test_a_draft_and_a_stranger_have_nothing_to_settle(house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id):
        with pytest.raises(Conflict):
            change_open_amounts({draft: 0}, on=PAID_ON, actor=house.night)
        with pytest.raises(NotFound):
            change_open_amounts({new_id(): 0}, on=PAID_ON, actor=house.night)


def test_news_of_an_older_step_hides_no_later_one(house, invoice_id, frame_of):
    at = datetime(2026, 3, 2, 10, tzinfo=UTC)
    with frame_of(house.tenant_id):
        for news in ("queued", "accepted", "opened"):
            assert change_delivery({invoice_id: Delivery(news)}, at=at, actor=house.night).done == [invoice_id]
        for stale in ("accepted", "bounced", "queued", "opened"):
            assert change_delivery({invoice_id: Delivery(stale)}, at=at, actor=house.night).unchanged == [invoice_id]
        assert get_invoice(house.tenant_id, invoice_id).delivery == "opened"


def test_accepted_and_delivered_end_alike_in_any_order():
    for news in permutations(("queued", "accepted", "delivered")):
        delivery = ""
        for step in news:
            delivery = step if may_become(delivery, step) else delivery
        assert delivery == "delivered", news


def test_a_bounced_invoice_may_be_sent_again():
    assert may_become("bounced", "queued")
    assert not may_become("bounced", "accepted")  # the old message's own acceptance, heard late


def test_a_draft_is_not_delivered(house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id) as opened:
        outcome = change_delivery({draft: Delivery.QUEUED, new_id(): Delivery.QUEUED}, at=opened.now, actor=house.night)
        assert [one.code for one in outcome.refused] == ["not_issued", "not_issued"]
        assert sheets_of(house.tenant_id, [draft])[draft].delivery == ""
