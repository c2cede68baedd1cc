"""Dana, who owes something and writes about it; what she wrote as the portal would hand it in."""

from __future__ import annotations

import pytest

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import frame
from saldo.cases.actions import NewCase, open_cases
from saldo.cases.choices import CaseKind
from saldo.customers.queries import primary_contacts
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued


@pytest.fixture
def dana(house, clock):
    return make_customer(house, clock, name="Marlow & Finch", language="en", contact_language="en", salutation="")


@pytest.fixture
def invoice(house, clock, dana):
    return make_issued(house, clock, dana, "1000.00")


@pytest.fixture
def writes(house, clock, dana):
    """`writes(CaseKind.QUESTION, words="…")`: what came of it, as the customer herself."""
    who = Actor(house.tenant_id, ActorKind.CUSTOMER, dana, "Dana", frozenset({"open_cases", "record_inbound_messages"}))

    def write(kind=CaseKind.QUESTION, **details):
        with frame(house.tenant_id, clock=clock):
            contact = primary_contacts(house.tenant_id, [dana])[dana]
            values = {
                "id": new_id(),
                "key": str(new_id()),
                "kind": kind,
                "customer_id": dana,
                "contact_id": contact.id,
                "legal_entity_id": house.entity_id,
                "language": "en",
                "author_name": "Dana Kowalska",
                **details,
            }
            return open_cases([NewCase(**values)], actor=who)

    return write


@pytest.fixture
def jobs(clock):
    """Run what the events have asked for."""
    return lambda: run_due_jobs(now=clock.now())
