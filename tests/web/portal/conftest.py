"""Dana's way in: a link that was sent to her, and a browser without script."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache

from saldo.base.tenants.frame import frame
from saldo.customers.actions import issue_portal_links
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued


@pytest.fixture(autouse=True)
def one_clock(settings, clock, request) -> None:
    """Requests are dated by the test's clock, and nobody was counted before."""
    settings.SALDO_CLOCK = clock
    if "database" in request.fixturenames:
        request.getfixturevalue("database")
        cache.clear()


@pytest.fixture
def dana(house, clock):
    """A customer who reads English."""
    return make_customer(house, clock, name="Marlow & Finch", language="en", contact_language="en")


@pytest.fixture
def link_of(house, clock):
    """The address of a customer's portal."""

    def link(customer_id, contact_id=None, *, of=house):
        with frame(of.tenant_id, clock=clock):
            return issue_portal_links([(customer_id, contact_id)], actor=of.alice)[(customer_id, contact_id)]

    return link


@pytest.fixture
def link(dana, link_of):
    return link_of(dana)


@pytest.fixture
def issued(house, clock, dana):
    """Issues an invoice to Dana and returns its id."""

    def issue(total="1000.00", **options):
        return make_issued(house, clock, dana, total, **options)

    return issue


@pytest.fixture
def fields():
    """The hidden fields of the first form that pays."""

    def read(page):
        text = page.content.decode()
        form = re.search(r'<form method="post" action="[^"]*/pay/[^"]*".*?</form>', text, re.DOTALL)
        assert form, "there is no form to pay with"
        pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
        return dict(pairs)

    return read
