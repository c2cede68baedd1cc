"""Ageing: how long what is owed has been due, on any day, as known at any instant, to the cent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.tenants.frame import frame
from saldo.insights.queries import ageing, buckets_of


def report_of(world, on=None, known_at=None):
    with world.frame():
        return ageing(world.house.tenant_id, on=on or world.today, known_at=known_at)


@pytest.mark.parametrize(
    ("due_in", "bucket"),
    [(1, 0), (0, 0), (-1, 1), (-30, 1), (-31, 2), (-60, 2), (-61, 3), (-90, 3), (-91, 4), (-400, 4)],
)
def test_every_day_falls_into_its_bucket_and_the_due_date_itself_is_not_due(world, due_in, bucket):
    world.invoice("100.00 EUR", due_in=due_in)
    (row,) = report_of(world).rows
    assert [one.minor for one in buckets_of(row)] == [10_000 if n == bucket else 0 for n in range(5)]
    assert row.total_minor == 10_000


def test_the_totals_are_what_the_rows_compose_and_currencies_are_never_added(world):
    other = world.customer(email="other@example.test")
    world.invoice("100.00 EUR", due_in=-1)
    world.invoice("50.00 EUR", due_in=-40)
    world.invoice("25.00 EUR", due_in=10, customer=other)
    world.invoice("1000 JPY", due_in=-95, customer=other)
    report = report_of(world)
    euro, yen = report.totals
    assert [str(one) for one in euro.buckets] == ["EUR 25.00", "EUR 100.00", "EUR 50.00", "EUR 0.00", "EUR 0.00"]
    assert (str(euro.total), euro.customers, str(yen.total)) == ("EUR 175.00", 2, "JPY 1000")
    assert sorted((row.currency, row.total_minor) for row in report.rows) == [
        ("EUR", 2500),
        ("EUR", 15000),
        ("JPY", 1000),
    ]
    assert report.rows[0].customer_id == world.dana  # the largest first


def test_credit_stands_apart(world):
    invoice = world.invoice("100.00 EUR", due_in=-1)
    world.pay(invoice)
    world.pay(amount="30.00 EUR", customer=world.dana)
    (row,) = report_of(world).rows
    assert (row.total_minor, row.credit_minor) == (0, 3_000)
    assert report_of(world).totals[0].customers == 0


def test_a_report_of_a_past_day_can_be_made_again_whatever_is_recorded_later(world):
    invoice = world.invoice("100.00 EUR", due_in=-1)
    day, first = world.today, report_of(world)
    world.advance(days=5)
    world.pay(invoice, amount="40.00 EUR")
    world.invoice("7.00 EUR", due_in=3)
    assert report_of(world, on=day, known_at=first.known_at).rows == first.rows
    assert report_of(world).rows[0].total_minor == 6_700
    (then,) = report_of(world, on=day).rows
    assert then.total_minor == 10_000  # money that came later was not there yet, whenever one asks


def test_a_later_day_moves_everything_into_later_buckets(world):
    world.invoice("100.00 EUR", due_in=0)
    for days, bucket in ((1, 1), (31, 2), (61, 3), (91, 4)):
        (row,) = report_of(world, on=world.today + timedelta(days=days)).rows
        assert buckets_of(row)[bucket].minor == 10_000


def test_it_is_one_query_and_another_tenant_is_not_in_it(world, charlies_house):
    for n in range(3):
        world.invoice("10.00 EUR", due_in=-1, customer=world.customer(email=f"c{n}@example.test"))
    with world.frame() as opened, CaptureQueriesContext(connection) as queries:
        assert len(ageing(world.house.tenant_id, on=world.today, known_at=opened.now).rows) == 3
    assert len(queries) == 1
    with frame(charlies_house.tenant_id, clock=world.clock):
        assert ageing(charlies_house.tenant_id, on=world.today).rows == []
        assert ageing(world.house.tenant_id, on=world.today).rows == []
