from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.customers.actions import change_contact, issue_portal_links, revoke_portal_links
from saldo.customers.queries import billing_of, open_portal_link, portal_path, verify_portal_token
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer, make_customers


@pytest.fixture
def dana(house, clock, frame_of):
    """A customer and its primary contact: one recipient."""
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        return customer, billing_of(house.tenant_id, [customer])[customer].contact_id


def issue(house, frame_of, recipient) -> str:
    with frame_of(house.tenant_id):
        return issue_portal_links([recipient], actor=house.night)[recipient]


def token_of(path: str) -> str:
    return path.removeprefix("/p/").removesuffix("/")


def opened(house, frame_of, path: str):
    link_id = verify_portal_token(token_of(path))
    with frame_of(house.tenant_id) as frame:
        return open_portal_link(house.tenant_id, link_id, now=frame.now)


def test_a_link_leads_its_contact_to_its_tenant_and_its_customer(house, frame_of, dana):
    path = issue(house, frame_of, dana)
    assert find_tenant(hash_secret(token_of(path))) == house.tenant_id
    entry = opened(house, frame_of, path)
    assert (entry.customer.id, entry.contact.id) == dana
    assert portal_path(entry.link_id) == path
    with frame_of(house.tenant_id):
        assert [one.action for one in records_of(house.tenant_id, entry.link_id)] == ["issue_portal_links"]


def test_a_link_may_be_the_customers_own(house, frame_of, dana):
    path = issue(house, frame_of, (dana[0], None))
    entry = opened(house, frame_of, path)
    assert entry.customer.id == dana[0] and entry.contact is None
    assert path != issue(house, frame_of, dana)


def test_a_link_is_given_again_while_it_is_good_for_more_than_a_month(house, clock, frame_of, dana):
    first = issue(house, frame_of, dana)
    clock.advance(days=89)
    assert issue(house, frame_of, dana) == first
    clock.advance(days=1)
    second = issue(house, frame_of, dana)
    assert second != first
    assert opened(house, frame_of, first) is not None and opened(house, frame_of, second) is not None


def test_a_link_expires_after_a_hundred_and_twenty_days(house, clock, frame_of, dana):
    path = issue(house, frame_of, dana)
    clock.advance(timedelta(days=120).days, seconds=-1)
    assert opened(house, frame_of, path) is not None
    clock.advance(seconds=1)
    assert opened(house, frame_of, path) is None


def test_a_revoked_link_is_closed_and_the_next_one_is_another(house, frame_of, dana):
    path = issue(house, frame_of, dana)
    with frame_of(house.tenant_id):
        [closed] = revoke_portal_links([dana[0]], actor=house.bob).done
        assert revoke_portal_links([dana[0]], actor=house.bob).done == []
        assert [one.action for one in records_of(house.tenant_id, closed)] == [
            "issue_portal_links", "revoke_portal_links",
        ]  # fmt: skip
    assert opened(house, frame_of, path) is None
    again = issue(house, frame_of, dana)
    assert again != path and opened(house, frame_of, again) is not None
    assert opened(house, frame_of, path) is None


def test_links_of_other_customers_stay_open(house, clock, frame_of, dana):
    other = (make_customer(house, clock), None)
    path = issue(house, frame_of, other)
    with frame_of(house.tenant_id):
        revoke_portal_links([dana[0]], actor=house.bob)
    assert opened(house, frame_of, path) is not None


def test_a_link_that_was_mailed_to_an_old_address_is_closed(house, frame_of, dana):
    path = issue(house, frame_of, dana)
    with frame_of(house.tenant_id):
        change_contact(dana[0], details={"phone": "+48 1"}, actor=house.bob)
    assert opened(house, frame_of, path) is not None
    with frame_of(house.tenant_id):
        change_contact(dana[0], details={"email": "new@example.test"}, actor=house.bob)
    assert opened(house, frame_of, path) is None


def test_a_contact_of_another_customer_gets_no_link(house, clock, frame_of, dana):
    other = make_customer(house, clock)
    for recipient in [(other, dana[1]), (new_id(), None), (dana[0], new_id())]:
        with pytest.raises(NotFound):
            issue(house, frame_of, recipient)


def test_another_tenants_customers_and_links_do_not_exist(house, charlies_house, frame_of, dana):
    path = issue(house, frame_of, dana)
    with pytest.raises(NotFound):
        issue(charlies_house, frame_of, dana)
    with frame_of(charlies_house.tenant_id) as frame:
        link_id = verify_portal_token(token_of(path))
        assert open_portal_link(charlies_house.tenant_id, link_id, now=frame.now) is None
        assert open_portal_link(house.tenant_id, link_id, now=frame.now) is None
        assert revoke_portal_links([dana[0]], actor=charlies_house.alice).done == []


@pytest.mark.parametrize("action", [issue_portal_links, revoke_portal_links])
def test_who_only_reads_may_neither_issue_nor_revoke(house, frame_of, action):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        action([], actor=house.rita)


def test_many_links_take_as_many_queries_as_one(house, clock, frame_of):
    recipients = [(one, None) for one in make_customers(house, clock, 30)]
    counts = []
    for batch in (recipients[:1], recipients[1:]):
        with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
            assert len(set(issue_portal_links(batch * 2, actor=house.night).values())) == len(batch)
        counts.append(len(captured))
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        issue_portal_links(recipients, actor=house.night)
    assert counts == [5, 5] and len(captured) == 2
