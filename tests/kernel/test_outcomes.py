import pytest

from saldo.kernel.errors import Refused
from saldo.kernel.outcomes import Outcome, Refusal

TWICE = Refusal(item=7, code="duplicate_number", sentence="The number is taken.", field="number")
LATE = Refusal(item=9, code="due_before_issue", sentence="It is due before it is issued.")


def test_nothing_refused_is_ok():
    outcome = Outcome(done=["a"], unchanged=["b"])
    assert outcome.ok
    outcome.raise_if_refused()


def test_a_refusal_hides_neither_what_was_done_nor_the_other_refusals():
    outcome = Outcome(done=["a"], refused=[TWICE, LATE])
    assert not outcome.ok
    with pytest.raises(Refused) as raised:
        outcome.raise_if_refused()
    assert raised.value.outcome is outcome
    assert raised.value.code == "duplicate_number"
    assert raised.value.sentence == "The number is taken. (1 more refused)"
    assert raised.value.http_status == 422


def test_a_single_refusal_speaks_for_itself():
    with pytest.raises(Refused, match=r"due_before_issue: It is due before it is issued\.$"):
        Outcome(refused=[LATE]).raise_if_refused()


@pytest.mark.parametrize("outcome", [Outcome(done=["a"]), Outcome(unchanged=["a"])])
def test_the_only_item_may_be_done_or_unchanged(outcome):
    assert outcome.only() == "a"


def test_the_only_item_is_not_given_when_it_was_refused():
    with pytest.raises(Refused):
        Outcome(done=["a"], refused=[LATE]).only()


@pytest.mark.parametrize("outcome", [Outcome(), Outcome(done=["a", "b"]), Outcome(done=["a"], unchanged=["b"])])
def test_the_only_item_is_exactly_one(outcome):
    with pytest.raises(ValueError, match="One item was expected"):
        outcome.only()


def test_outcomes_do_not_share_their_lists():
    first, second = Outcome(), Outcome()
    first.done.append("a")
    assert second.done == []
