"""A gateway, a customer who owes, and the jobs that follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.test import Client

from saldo.base.events.actions import run_due_jobs
from saldo.payments.queries import CheckoutSheet, PaymentPage, find_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_checkout, make_gateway, simulator_event


@pytest.fixture
def wired(settings, clock) -> Callable[[], int]:
    """The tables of the tests' own wiring; call it to run the jobs that wait."""
    settings.ROOT_URLCONF = "tests.payments.addresses"
    settings.SALDO_FRAME_OPENERS = "tests.payments.addresses.OPENERS"
    settings.SALDO_WIRING = "tests.payments.addresses.HANDLERS"
    settings.SALDO_CLOCK = clock
    return lambda: run_due_jobs(now=clock.now())


@dataclass
class Shop:
    """Alice's gateway, Dana and her invoice of 100 euros with a checkout for all of it."""

    house: object
    frame_of: Callable
    gateway_id: UUID
    address: str
    dana: UUID
    invoice: UUID
    checkout: CheckoutSheet
    work: Callable[[], int]

    @property
    def path(self) -> str:
        """Where the gateway reports."""
        return "/webhooks/" + self.address.rstrip("/").rpartition("/")[2] + "/"

    def tell(self, kind: str, amount: str = "100.00", **more) -> int:
        """The gateway reports; the status of the answer."""
        body, headers = simulator_event(kind, **{"order_key": self.checkout.key, **more}, amount=amount)
        return self.post(body, headers)

    def post(self, body: bytes, headers: dict[str, str]) -> int:
        """Something is posted to the webhook's address."""
        return Client().post(self.path, body, content_type="application/json", headers=headers).status_code

    def payments(self) -> PaymentPage:
        """All payments of the tenant."""
        with self.frame_of(self.house.tenant_id):
            return find_payments(self.house.tenant_id)


@pytest.fixture
def shop(house, frame_of, clock, wired) -> Shop:
    """A customer in front of the gateway's page."""
    gateway_id, address = make_gateway(house, clock)
    dana = make_customer(house, clock)
    invoice = make_issued(house, clock, dana, "100.00")
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("100.00")})
    return Shop(house, frame_of, gateway_id, address, dana, invoice, checkout, wired)
