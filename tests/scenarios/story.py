"""The people and programs of the whole path, each at the edge where they come in."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.test import Client

from saldo.base.people.actions import create_api_key
from saldo.insights.queries import Ageing, ageing
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import get_invoice
from saldo.kernel.references import new_id
from saldo.payments.actions import connect_gateway
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import find_payments
from saldo.runs.schedule import start_nights
from saldo.spi.channel import OutgoingMessage
from tests.demo.machines import Gateway, Receiver
from tests.factories.invoices import tax_code
from tests.factories.staff import browser_of, typed
from tests.scenarios.world import World


class Story:
    """One world, and the browsers and programs that act in it."""

    def __init__(self, world: World, gateway: Gateway, receiver: Receiver) -> None:
        self.world, self.gateway, self.receiver = world, gateway, receiver
        self.dana = world.customer(number="C-7", name="Marlow & Finch", contact_language="en")
        self.world.dana = self.dana
        self.browser = Client()
        self.bob = browser_of(world.house, world.clock, "collector")
        self.other = world.customer(number="C-8", name="Somebody Else", email="else@example.test")
        self.heard_on: date | None = None
        self.reports: list[Ageing] = []
        self.link = self.cheque = ""
        self.pdf = b""
        with world.frame():
            tax_code(world.house, "NOR")
            tax_code(world.house, "NONE")
            self.key = create_api_key("shop", scopes=["invoices:write"], actor=world.house.alice)[1]
            address = connect_gateway(
                new_id(),
                legal_entity_id=world.house.entity_id,
                plugin="simulator",
                name="Cards",
                config={**gateway.config, "webhook_url": receiver.url},  # the test carries it on
                actor=world.house.alice,
            )
        self.webhook = "/" + address.split("//", 1)[-1].partition("/")[2]

    # --- time

    def until(self, when: datetime) -> None:
        """Let the clock run with a worker beside it, half a day at a time."""
        while self.world.clock.now() < when:
            self.world.clock.set(min(self.world.clock.now() + timedelta(hours=12), when))
            self.tick()
        self.gateway.clock.set(self.world.clock.now())

    def tick(self) -> None:
        """What a worker does at this moment. Every Friday somebody else pays, so that payment data is fresh."""
        today = self.world.today
        if today.weekday() == 4 and self.heard_on != today:
            self.heard_on = today
            self.world.pay(amount="5.00 EUR", customer=self.other)
        start_nights()
        self.world.work()

    # --- the API

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """A program speaks to the API; the answer's JSON."""
        headers = {"Authorization": f"Bearer {self.key}", "Idempotency-Key": str(new_id())}
        answer = Client().generic(
            method, f"/api/v1/invoices{path}", json.dumps(body), content_type="application/json", headers=headers
        )
        assert answer.status_code in (200, 201), answer.content
        return answer.json()

    def bill(self, price: str, tax: str, title: str, terms_days: int) -> UUID:
        """A draft through the API, issued with delivery; what follows is left to the jobs."""
        line = {"description": title, "quantity": "1", "unit_price": price, "tax_code": tax}
        new = {"customer_id": str(self.dana), "lines": [line], "title": title, "terms_days": terms_days}
        draft = self.ask("POST", "", {**new, "language": "en"})
        assert (draft["state"], draft["number"]) == ("draft", None)
        self.ask("POST", f"/{draft['id']}/issue", {"deliver": True})
        return UUID(draft["id"])

    # --- Bob at his browser

    def receive(self, **typed_in: str) -> str:
        """Bob records a payment of Dana's; where it is shown."""
        path = f"/payments/new?customer={self.dana}"
        answer = self.bob.post(path, typed(self.bob.get(path), **typed_in))
        assert answer.status_code == 302, answer.context["form"].errors
        self.world.work()
        return str(answer["Location"])

    # --- what is there

    def sheet(self, invoice_id: UUID) -> Sheet:
        """An invoice as it stands."""
        with self.world.frame():
            return get_invoice(self.world.house.tenant_id, invoice_id)

    def open(self, *invoices: UUID) -> list[str]:
        """What is open on invoices."""
        return [str(self.sheet(one).open) for one in invoices]

    def payments(self) -> list[PaymentSheet]:
        """Dana's payments, the newest first."""
        with self.world.frame():
            return list(find_payments(self.world.house.tenant_id, customer_id=self.dana).payments)

    def mail(self) -> OutgoingMessage:
        """The only mail that went out since this was last asked."""
        [mail] = self.world.mails()
        return mail

    def age(self) -> None:
        """Age what is owed now, and keep the report."""
        with self.world.frame():
            report = ageing(self.world.house.tenant_id, on=self.world.today)
        self.reports.append(report)
