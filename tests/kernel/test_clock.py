from datetime import UTC, datetime, timedelta, timezone

import pytest

from saldo.kernel.clock import Clock, FixedClock, SystemClock
from saldo.kernel.errors import BadInput

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def read(clock: Clock) -> datetime:
    return clock.now()


def test_the_system_clock_tells_an_aware_instant_in_utc_that_moves_on():
    clock = SystemClock()
    first = read(clock)
    assert first.tzinfo is UTC
    assert abs(datetime.now(UTC) - first) < timedelta(seconds=5)
    assert read(clock) >= first


def test_a_fixed_clock_stands_still_until_it_is_moved():
    clock = FixedClock(NOON)
    assert read(clock) == read(clock) == NOON
    clock.advance(days=45, hours=1)
    assert read(clock) == datetime(2026, 3, 1, 13, tzinfo=UTC)
    clock.advance(minutes=-30)
    assert read(clock) == datetime(2026, 3, 1, 12, 30, tzinfo=UTC)
    clock.set(NOON)
    assert read(clock) == NOON


def test_a_fixed_clock_tells_utc_whatever_it_was_set_to():
    clock = FixedClock(datetime(2026, 1, 15, 1, tzinfo=timezone(timedelta(hours=13))))
    assert read(clock) == datetime(2026, 1, 14, 12, tzinfo=UTC)
    assert read(clock).tzinfo is UTC


def test_a_fixed_clock_refuses_a_naive_instant():
    naive = datetime(2026, 1, 15)  # noqa: DTZ001 -- the point of the test
    with pytest.raises(BadInput):
        FixedClock(naive)
    with pytest.raises(BadInput):
        FixedClock(NOON).set(naive)
