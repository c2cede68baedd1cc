"""Back-off, leases, addresses, colours, and what news makes of a state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.correspondence.choices import AttemptResult, MessageState
from saldo.correspondence.policies.back_off import WAITS, next_attempt
from saldo.correspondence.policies.channel_url import parse_channel_url
from saldo.correspondence.policies.check_message import is_address
from saldo.correspondence.policies.is_abandoned import LEASE, is_abandoned
from saldo.correspondence.policies.mail_colours import contrast, mail_colours
from saldo.correspondence.policies.next_state import after_attempt, after_event
from saldo.kernel.errors import BadInput
from saldo.spi.channel import DeliveryEventKind

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_each_wait_is_at_least_as_long_as_the_one_before_and_they_end():
    assert list(WAITS) == sorted(WAITS)
    assert [next_attempt(n, now=NOW) for n in (1, 2)] == [NOW + WAITS[0], NOW + WAITS[1]]
    assert next_attempt(len(WAITS), now=NOW) is not None
    assert next_attempt(len(WAITS) + 1, now=NOW) is None


def test_a_claim_is_abandoned_when_its_lease_is_over_and_not_before():
    assert not is_abandoned(NOW, now=NOW + LEASE - timedelta(seconds=1))
    assert is_abandoned(NOW, now=NOW + LEASE)
    assert is_abandoned(None, now=NOW)


@pytest.mark.parametrize(
    ("url", "name", "config"),
    [
        ("smtp://localhost:1025", "smtp", {"host": "localhost", "port": "1025"}),
        (
            "smtp://ana%40x.example:p%2Fw@mail.example:587?tls=starttls",
            "smtp",
            {
                "host": "mail.example",
                "port": "587",
                "security": "starttls",
                "username": "ana@x.example",
                "password": "p/w",
            },
        ),
        ("smtps://mail.example", "smtp", {"host": "mail.example", "security": "tls"}),
        (
            "smtp://mail.example?tls=none&timeout_seconds=5",
            "smtp",
            {"host": "mail.example", "security": "none", "timeout_seconds": "5"},
        ),
        ("memory:?fail=temporary", "memory", {"fail": "temporary"}),
    ],
)
def test_an_address_names_a_channel_and_its_configuration(url, name, config):
    assert parse_channel_url(url) == (name, config)


def test_no_address_is_no_channel():
    assert parse_channel_url("") is parse_channel_url("  ") is None


@pytest.mark.parametrize(
    "url", ["mail.example", "smtp://", "smtp://h:99999", "smtp://h:port", "smtp://h?tls=yes", "smtps:///path"]
)
def test_an_address_that_cannot_be_meant_is_refused(url):
    with pytest.raises(BadInput) as refusal:
        parse_channel_url(url)
    assert refusal.value.code == "bad_smtp_url"


@pytest.mark.parametrize("text", ["a@b.pt", "first.last+tag@sub.example.com", "ana@łódź.example"])
def test_plain_addresses_are_addresses(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b", "a@b@c", "a b@c", "a@b c", "Ana <a@b.pt>", "a@b.pt,c@d.pt", "a@b.pt\n", '"a b"@c.pt']
    + ["a..b@c.pt", ".a@c.pt", "a@b..pt", "a@b.pt."],
)
def test_anything_else_is_not(text):
    assert not is_address(text)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_brand_can_be_read_on_its_mail(brand):
    colours = mail_colours(brand)
    assert contrast(colours.accent, "#ffffff") >= 4.5
    assert contrast(colours.accent, colours.panel) >= 4.5
    assert contrast(colours.on_accent, colours.accent) >= 4.5
    assert contrast(colours.dark_accent, "#1a1d23") >= 4.5
    assert contrast(colours.dark_on_accent, colours.dark_accent) >= 4.5
    assert contrast("#5b626e", colours.panel) >= 4.5


def test_what_is_no_colour_does_not_reach_a_style_sheet():
    assert mail_colours("red;} body{display:none") == mail_colours("#1f5f8b")


def test_accepted_counts_whenever_it_is_learned_and_never_hides_a_bounce():
    for state in MessageState:
        after = after_attempt(state, AttemptResult.ACCEPTED, is_own_claim=False)
        better = state in {MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.BOUNCED, MessageState.WRITTEN}
        assert after is (None if better else MessageState.ACCEPTED)


def test_any_other_result_counts_only_under_its_own_claim():
    others = set(AttemptResult) - {AttemptResult.ACCEPTED}
    for state, result, own in product(MessageState, others, (True, False)):
        after = after_attempt(state, result, is_own_claim=own)
        assert (after is not None) == (own and state is MessageState.SENDING)


def test_a_bounce_outweighs_everything_and_nothing_outweighs_a_bounce():
    for state in set(MessageState) - {MessageState.BOUNCED}:
        assert after_event(state, DeliveryEventKind.BOUNCED) is MessageState.BOUNCED
    for kind in DeliveryEventKind:
        assert after_event(MessageState.BOUNCED, kind) is None
