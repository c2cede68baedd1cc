"""Which money settles which invoice."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from saldo.settlement.policies.plan_allocations import Share, Source, Target, allocation_day, plan_allocations

DAY = date(2026, 3, 2)
POTS = [(UUID(int=1), UUID(int=9), "EUR"), (UUID(int=1), UUID(int=9), "PLN"), (UUID(int=2), UUID(int=9), "EUR")]
MINOR = st.integers(min_value=0, max_value=10**12)


def source(number: int, minor: int, pot=POTS[0], day: date = DAY) -> Source:
    return Source(UUID(int=1000 + number), True, pot, minor, day)


def target(number: int, minor: int, pot=POTS[0], due_in: int = 30, issued_on: date = DAY) -> Target:
    return Target(UUID(int=2000 + number), pot, minor, issued_on + timedelta(days=due_in), issued_on)


@st.composite
def worlds(draw):
    sources = [
        source(n, minor, pot)
        for n, (minor, pot) in enumerate(draw(st.lists(st.tuples(MINOR, st.sampled_from(POTS)), max_size=6)))
    ]
    rows = draw(st.lists(st.tuples(MINOR, st.sampled_from(POTS), st.integers(0, 90)), max_size=6))
    targets = [target(n, minor, pot, due_in) for n, (minor, pot, due_in) in enumerate(rows)]
    ids = [one.id for one in targets] or [UUID(int=1)]
    wishes = st.dictionaries(st.sampled_from(ids), MINOR.map(lambda minor: minor + 1), max_size=3)
    wanted = {one.id: draw(wishes) for one in sources}
    return sources, targets, wanted, draw(st.booleans())


def sums(shares: list[Share]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    given_by, taken_by = defaultdict(int), defaultdict(int)
    for share in shares:
        given_by[share.source.id] += share.amount_minor
        taken_by[share.target.id] += share.amount_minor
    return given_by, taken_by


@given(worlds())
def test_nothing_gives_more_than_it_has_and_nothing_takes_more_than_is_open(world):
    sources, targets, wanted, spread = world
    shares = plan_allocations(sources, targets, wanted=wanted, spread=spread)
    given_by, taken_by = sums(shares)
    assert all(given_by[one.id] <= one.available_minor for one in sources)
    assert all(taken_by[one.id] <= one.open_minor for one in targets)
    assert all(share.amount_minor > 0 and share.source.pot == share.target.pot for share in shares)
    assert len({(share.source.id, share.target.id) for share in shares}) == len(shares)


@given(worlds())
def test_when_all_is_spread_either_no_money_or_no_invoice_is_left_in_a_pot(world):
    sources, targets, wanted, _ = world
    given_by, taken_by = sums(plan_allocations(sources, targets, wanted=wanted, spread=True))
    for pot in POTS:
        money = sum(one.available_minor - given_by[one.id] for one in sources if one.pot == pot)
        still_open = sum(one.open_minor - taken_by[one.id] for one in targets if one.pot == pot)
        assert money == 0 or still_open == 0


@given(worlds())
def test_what_was_said_is_followed_and_nothing_else_without_spread(world):
    sources, targets, wanted, _ = world
    for share in plan_allocations(sources, targets, wanted=wanted, spread=False):
        assert share.amount_minor <= wanted[share.source.id][share.target.id]


@given(worlds())
def test_no_invoice_is_paid_by_spreading_while_one_that_fell_due_before_it_is_open(world):
    sources, targets, _, _ = world
    _, taken_by = sums(plan_allocations(sources, targets, wanted={}, spread=True))
    for early in targets:
        if taken_by[early.id] < early.open_minor:
            later = [one for one in targets if one.pot == early.pot and one.due_on > early.due_on]
            assert all(taken_by[one.id] == 0 for one in later)


def test_what_one_payment_is_for_is_kept_for_it_while_another_is_spread():
    first, second = source(1, 100), source(2, 100)
    early, late = target(1, 100, due_in=1), target(2, 100, due_in=2)
    shares = plan_allocations([first, second], [late, early], wanted={second.id: {early.id: 100}}, spread=True)
    assert [(one.source, one.target, one.amount_minor) for one in shares] == [(second, early, 100), (first, late, 100)]


def test_said_and_spread_over_the_same_invoice_are_one_share():
    [share] = plan_allocations(
        [source(1, 100)], [target(1, 100)], wanted={source(1, 100).id: {target(1, 1).id: 30}}, spread=True
    )
    assert share.amount_minor == 100


def test_a_share_takes_effect_when_money_and_invoice_are_both_there():
    share = Share(source(1, 1, day=DAY), target(1, 1, issued_on=DAY + timedelta(days=3)), 1)
    assert allocation_day(share, on=None) == DAY + timedelta(days=3)
    assert allocation_day(share, on=DAY + timedelta(days=9)) == DAY + timedelta(days=9)
    assert allocation_day(share, on=DAY - timedelta(days=9)) == DAY + timedelta(days=3)
