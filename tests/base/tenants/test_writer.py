"""The one writer of sets."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from saldo.base.files.models import File
from saldo.base.inbox.models import InboxMessage
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import STAGE_FROM, insert_rows, one_trip, update_rows
from saldo.kernel.references import new_id

COLUMNS = ("id", "source", "external_id", "received_at", "headers", "body", "problem")
SIZES = [1, STAGE_FROM - 1, STAGE_FROM, 500]
AWKWARD = 'tab\tnewline\nbackslash\\N quote" ąęść'


def rows(count: int, prefix: str = "x"):
    now = current_frame().now
    return [(new_id(), "s", f"{prefix}{n}", now, '{"a": "b"}', b"\x00\xff\\", AWKWARD) for n in range(count)]


@pytest.mark.parametrize("size", SIZES)
def test_rows_come_out_as_they_went_in(house, frame_of, size):
    with frame_of(house.tenant_id):
        data = rows(size)
        assert insert_rows(InboxMessage, COLUMNS, data) == {row[0] for row in data}
        stored = InboxMessage.objects.order_by("external_id").first()
        assert (stored.headers, bytes(stored.body), stored.problem) == ({"a": "b"}, b"\x00\xff\\", AWKWARD)
        assert InboxMessage.objects.count() == size


@pytest.mark.parametrize("size", SIZES)
def test_rows_that_are_there_already_are_left_out(house, frame_of, size):
    once = ("tenant_id", "source", "external_id")
    with frame_of(house.tenant_id):
        first, again, others = rows(size), rows(size), rows(size, "y")
        assert len(insert_rows(InboxMessage, COLUMNS, first, unless_exists=once)) == size
        written = insert_rows(InboxMessage, COLUMNS, again + others, unless_exists=once)
        assert written == {row[0] for row in others}


@pytest.mark.parametrize("size", SIZES)
def test_a_set_is_written_in_a_fixed_number_of_statements(house, frame_of, size):
    with frame_of(house.tenant_id):
        data = rows(size)
        with CaptureQueriesContext(connection) as queries:
            insert_rows(InboxMessage, COLUMNS, data)
        assert len(queries) <= 6


def test_two_sets_in_one_transaction_do_not_mix(house, frame_of):
    with frame_of(house.tenant_id):
        insert_rows(InboxMessage, COLUMNS, rows(60))
        insert_rows(InboxMessage, COLUMNS, rows(70, "y"))
        assert InboxMessage.objects.count() == 130


@pytest.mark.parametrize("size", [1, 100])
def test_update_changes_the_named_columns_of_the_named_rows(house, frame_of, size):
    with frame_of(house.tenant_id):
        data = rows(size + 1)
        insert_rows(InboxMessage, COLUMNS, data)
        changed = [(row[0], f"p{n}") for n, row in enumerate(data[:size])]
        update_rows(InboxMessage, ("id", "problem"), changed)
        assert InboxMessage.objects.filter(problem__startswith="p").count() == size
        assert InboxMessage.objects.get(id=data[0][0]).problem == "p0"
        assert InboxMessage.objects.get(id=data[size][0]).problem == AWKWARD


def test_update_cannot_reach_another_tenants_rows(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        data = rows(1)
        insert_rows(InboxMessage, COLUMNS, data)
    with frame_of(charlies_house.tenant_id):
        update_rows(InboxMessage, ("id", "problem"), [(data[0][0], "mine")])
    with frame_of(house.tenant_id):
        assert InboxMessage.objects.get().problem == AWKWARD


def test_nothing_to_write_is_no_statement(house, frame_of):
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as queries:
        assert insert_rows(File, ("id",), []) == set()
        update_rows(File, ("id", "name"), [])
    assert [one for one in queries if "files_file" in one["sql"]] == []


def test_small_writes_of_one_trip_travel_with_the_next_question(house, frame_of):
    with frame_of(house.tenant_id):
        [first], [second] = rows(1), rows(1, "y")
        with CaptureQueriesContext(connection) as queries, one_trip():
            insert_rows(InboxMessage, COLUMNS, [first])
            update_rows(InboxMessage, ("id", "problem"), [(first[0], "50 %s; done")])
            insert_rows(InboxMessage, COLUMNS, [second])
            assert len(queries) == 0
            assert InboxMessage.objects.get(external_id="x0").problem == "50 %s; done"
            assert len(queries) == 1
        assert InboxMessage.objects.count() == 2


def test_writes_that_nobody_asked_after_are_sent_at_the_end_of_the_trip(house, frame_of):
    with frame_of(house.tenant_id):
        with one_trip():
            with one_trip():
                insert_rows(InboxMessage, COLUMNS, rows(1))
            insert_rows(InboxMessage, COLUMNS, rows(1, "y"))
        assert InboxMessage.objects.count() == 2


def test_a_large_set_comes_after_what_was_written_before_it(house, frame_of):
    with frame_of(house.tenant_id), one_trip():
        [first] = rows(1, "y")
        insert_rows(InboxMessage, COLUMNS, [first])
        update_rows(InboxMessage, ("id", "problem"), [(first[0], "one"), *[(new_id(), "none")] * STAGE_FROM])
        assert InboxMessage.objects.get().problem == "one"


def test_what_the_database_refuses_is_said_at_the_latest_at_the_end_of_the_trip(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(IntegrityError), transaction.atomic(), one_trip():
        insert_rows(InboxMessage, COLUMNS, rows(1))
        insert_rows(InboxMessage, COLUMNS, rows(1))
    with frame_of(house.tenant_id):
        assert InboxMessage.objects.count() == 0


def test_an_exception_drops_what_has_not_been_sent(house, frame_of):
    with frame_of(house.tenant_id):
        with pytest.raises(ZeroDivisionError), one_trip():
            insert_rows(InboxMessage, COLUMNS, rows(1))
            raise ZeroDivisionError
        insert_rows(InboxMessage, COLUMNS, rows(1, "y"))
        assert InboxMessage.objects.get().external_id == "y0"
