"""Numbers are unique, have no holes, and run with the dates."""

from __future__ import annotations

import random
import threading
from datetime import date

import pytest
from django.db import connection

from saldo.base.numbering.actions import create_series, take_numbers
from saldo.base.numbering.errors import NumberBackdated
from saldo.base.numbering.policies.format_number import check_pattern, format_number
from saldo.base.tenants.frame import frame
from saldo.kernel.errors import BadInput, NotFound, NotPermitted

DAY = date(2026, 3, 2)


def take(house, count=1, *, kind="invoice", on=DAY):
    return take_numbers(house.entity_id, kind=kind, count=count, on=on, actor=house.alice)


def test_numbers_go_on_and_a_new_year_begins_again(house, frame_of):
    with frame_of(house.tenant_id):
        assert take(house, 2) == ["FT 2026/001", "FT 2026/002"]
        assert take(house) == ["FT 2026/003"]
        assert take(house, on=date(2027, 1, 1)) == ["FT 2027/001"]


def test_a_roll_back_gives_its_numbers_back(house, frame_of):
    with pytest.raises(ZeroDivisionError), frame_of(house.tenant_id):
        take(house, 5)
        raise ZeroDivisionError
    with frame_of(house.tenant_id):
        assert take(house) == ["FT 2026/001"]


def test_an_earlier_day_is_refused_once_a_later_one_was_used(house, frame_of):
    with frame_of(house.tenant_id):
        take(house, on=date(2026, 3, 3))
        with pytest.raises(NumberBackdated):
            take(house, on=DAY)


def test_kinds_are_counted_apart_and_an_unknown_kind_is_refused(house, frame_of):
    with frame_of(house.tenant_id):
        take(house)
        assert take(house, kind="credit_note") == ["NC 2026/001"]
        with pytest.raises(NotFound):
            take(house, kind="quote")


def test_eight_who_take_at_once_get_different_numbers_without_holes(house, clock):
    taken: list[str] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        for _ in range(12):
            try:
                with frame(house.tenant_id, clock=clock):
                    numbers = take(house, chance.randint(1, 3))
                    if chance.random() < 0.4:
                        raise ZeroDivisionError
                taken.extend(numbers)
            except ZeroDivisionError:
                pass
        connection.close()

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(taken) > 50
    assert sorted(int(one[-3:].lstrip("/")) for one in taken) == list(range(1, len(taken) + 1))


def test_only_who_may_creates_a_series(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        create_series(house.entity_id, kind="quote", pattern="Q {number}", actor=house.bob)


@pytest.mark.parametrize("pattern", ["INV", "{number}{number}", "{number} {month}", "{year}", "{number:4}", "{number"])
def test_a_pattern_must_hold_the_number_once_and_nothing_unknown(pattern):
    with pytest.raises(BadInput):
        check_pattern(pattern)


def test_patterns_format():
    assert format_number(check_pattern("{number}"), 7, DAY) == "7"
    assert format_number(check_pattern("A-{year}-{number:05d}"), 7, DAY) == "A-2026-00007"
