"""Money that arrived."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from saldo.kernel.errors import BadInput, NotFound, NotPermitted
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, open_items, prove_ledger
from saldo.payments.actions import record_payments
from saldo.payments.queries import find_payments, get_payment, latest_payment_data
from tests.factories.customers import make_customer
from tests.factories.payments import euros, make_payment, new_payment

ON = date(2026, 3, 2)


def postings(house, frame_of) -> dict[str, int]:
    with frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute("SELECT account, sum(amount_minor)::bigint FROM ledger_posting GROUP BY account")
        return dict(cursor.fetchall())


@pytest.mark.parametrize(
    ("method", "account"),
    [("transfer", "bank"), ("cash", "cash"), ("cheque", "cheques"), ("card", "gateway_clearing"), ("other", "bank")],
)
def test_money_stands_where_it_came_and_is_the_customers_credit(house, frame_of, clock, method, account):
    dana = make_customer(house, clock)
    make_payment(house, clock, dana, "120.00", method=method)
    assert postings(house, frame_of) == {account: 12000, "customer_credit": -12000}
    with frame_of(house.tenant_id):
        assert customer_balances(house.tenant_id, [dana])[dana][0].credit == euros("120.00")


def test_a_key_is_recorded_once_whatever_comes_under_it(house, frame_of, clock):
    dana = make_customer(house, clock)
    first = make_payment(house, clock, dana, "120.00", key="form:1")
    with frame_of(house.tenant_id):
        twice = [new_payment(house, dana, "999.00", key="form:1"), new_payment(house, dana, "5.00", key="form:2")]
        again = new_payment(house, dana, "5.00", key="form:2")
        outcome = record_payments([*twice, again], actor=house.bob)
        assert outcome.done == [twice[1].id]
        assert outcome.unchanged == [first, twice[1].id]
        assert get_payment(house.tenant_id, first).amount == euros("120.00")
        assert prove_ledger(house.tenant_id).entries == 2


def test_a_back_dated_payment_counts_from_its_day_but_is_known_from_today(house, frame_of, clock):
    dana = make_customer(house, clock)
    payment = make_payment(house, clock, dana, "120.00", received_on=ON - timedelta(days=40))
    with frame_of(house.tenant_id) as opened:
        sheet = get_payment(house.tenant_id, payment)
        assert (sheet.received_on, sheet.created_at) == (ON - timedelta(days=40), opened.now)
        assert open_items(house.tenant_id, on=ON, known_at=opened.now) == []


def test_each_bad_payment_is_refused_and_the_good_ones_are_recorded(house, frame_of, clock):
    dana = make_customer(house, clock)
    with frame_of(house.tenant_id):
        bad = {
            "unknown_customer": new_payment(house, new_id()),
            "unknown_issuer": new_payment(house, dana, legal_entity_id=new_id()),
            "not_positive": new_payment(house, dana, "-1.00"),
            "unknown_method": new_payment(house, dana, method="barter"),
            "bad_key": new_payment(house, dana, key=""),
            "too_long": new_payment(house, dana, reference="x" * 201),
            "date_in_future": new_payment(house, dana, received_on=ON + timedelta(days=1)),
        }
        good = new_payment(house, dana)
        outcome = record_payments([*bad.values(), good], actor=house.bob)
        assert outcome.done == [good.id]
        assert [(one.item, one.code) for one in outcome.refused] == [(one.id, code) for code, one in bad.items()]


def test_what_a_gateway_tells_is_not_judged_by_our_calendar(house, frame_of, clock):
    dana = make_customer(house, clock)
    with frame_of(house.tenant_id):
        ahead = new_payment(house, dana, origin="gateway", method="card", received_on=ON + timedelta(days=1))
        assert record_payments([ahead], actor=house.night).done == [ahead.id]


def test_another_tenants_customer_and_payment_do_not_exist(house, charlies_house, frame_of, clock):
    dana = make_customer(house, clock)
    payment = make_payment(house, clock, dana)
    with frame_of(charlies_house.tenant_id):
        outcome = record_payments([new_payment(charlies_house, dana)], actor=charlies_house.alice)
        assert [one.code for one in outcome.refused] == ["unknown_customer"]
        assert find_payments(charlies_house.tenant_id).payments == []
        with pytest.raises(NotFound):
            get_payment(charlies_house.tenant_id, payment)


def test_who_only_reads_records_nothing(house, frame_of, clock):
    with pytest.raises(NotPermitted), frame_of(house.tenant_id):
        record_payments([new_payment(house, new_id())], actor=house.rita)


def test_pages_show_every_payment_once_the_newest_day_first(house, frame_of, clock):
    dana, other = make_customer(house, clock), make_customer(house, clock)
    with frame_of(house.tenant_id):
        new = [new_payment(house, dana, received_on=ON - timedelta(days=n % 3)) for n in range(7)]
        mine = new_payment(house, other, method="cash", reference="till 4")
        record_payments([*new, mine], actor=house.bob)
        seen, cursor = [], ""
        while True:
            page = find_payments(house.tenant_id, cursor=cursor, limit=3)
            seen += page.payments
            cursor = page.next_cursor
            if not cursor:
                break
        assert [one.received_on for one in seen] == sorted((one.received_on for one in seen), reverse=True)
        assert {one.id for one in seen} == {one.id for one in [*new, mine]}
        assert len(seen) == 8
        for narrow in ({"customer_id": other}, {"method": "cash"}, {"reference": "till 4"}):
            assert [one.id for one in find_payments(house.tenant_id, **narrow).payments] == [mine.id]
        with pytest.raises(BadInput):
            find_payments(house.tenant_id, cursor="nonsense")


def test_the_last_news_of_payments_is_when_one_was_recorded(house, frame_of, clock):
    with frame_of(house.tenant_id):
        assert latest_payment_data(house.tenant_id, house.entity_id) is None
    make_payment(house, clock, make_customer(house, clock), received_on=ON - timedelta(days=9))
    with frame_of(house.tenant_id) as opened:
        assert latest_payment_data(house.tenant_id, house.entity_id) == opened.now
