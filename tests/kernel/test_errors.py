import pickle

import pytest

from saldo.kernel import errors
from saldo.kernel.errors import BadInput, NotFound, PluginError, Refused, SaldoError
from saldo.kernel.outcomes import Outcome, Refusal

TREE = {
    "NotPermitted": (SaldoError, 403),
    "NotFound": (SaldoError, 404),
    "Conflict": (SaldoError, 409),
    "BadInput": (SaldoError, 422),
    "AmountNotExact": (BadInput, 422),
    "UnknownCurrency": (BadInput, 422),
    "CurrencyMismatch": (BadInput, 422),
    "UnbalancedEntry": (BadInput, 422),
    "NoFrame": (SaldoError, 500),
    "NestedFrame": (SaldoError, 500),
}


@pytest.mark.parametrize("name", TREE)
def test_each_error_has_a_code_a_sentence_and_a_status_of_its_own(name):
    parent, status = TREE[name]
    error = getattr(errors, name)()
    assert isinstance(error, parent)
    assert error.http_status == status
    assert error.code not in ("", "error")
    assert error.sentence.endswith(".")
    assert error.permanent is True


def test_the_tree_at_the_top_of_the_file_names_every_error():
    drawn = errors.__doc__
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, SaldoError):
            assert name in drawn


def test_codes_are_not_used_twice():
    codes = [getattr(errors, name)().code for name in TREE]
    assert len(set(codes)) == len(codes)


def test_an_error_says_what_it_is_given():
    error = SaldoError("no_number", "There is no number.", 409, False)
    assert (error.code, error.sentence, error.http_status, error.permanent) == (
        "no_number",
        "There is no number.",
        409,
        False,
    )
    assert str(NotFound("no_customer", "This customer does not exist.")) == "no_customer: This customer does not exist."


@pytest.mark.parametrize("permanent", [True, False])
def test_a_plugin_says_whether_trying_again_can_help(permanent):
    error = PluginError("rate_limited", permanent=permanent)
    assert (error.code, error.permanent, error.http_status) == ("rate_limited", permanent, 502)
    with pytest.raises(TypeError):
        PluginError("rate_limited")


@pytest.mark.parametrize(
    "error",
    [
        NotFound("no_customer", "This customer does not exist."),
        PluginError("outage", "It does not answer.", permanent=False),
        Refused(Outcome(refused=[Refusal(1, "late", "It is late.")])),
    ],
)
def test_an_error_survives_the_way_between_processes(error):
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert type(copy) is type(error)
    assert (copy.code, copy.sentence, copy.http_status, copy.permanent) == (
        error.code,
        error.sentence,
        error.http_status,
        error.permanent,
    )


def test_an_outcome_without_refusals_cannot_be_raised():
    with pytest.raises(ValueError, match="refused nothing"):
        Refused(Outcome(done=[1]))
