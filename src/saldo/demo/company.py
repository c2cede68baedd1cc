"""The demo company's past: made day by day through the actions, with a moving clock and a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from saldo.base.events.actions import run_due_jobs
from saldo.base.people.actions import invite_member
from saldo.base.tenants.actions import create_legal_entity, create_tenant
from saldo.base.tenants.frame import frame
from saldo.correspondence.actions import issue_inbound_address
from saldo.customers.actions import NewContact, NewCustomer, create_customers
from saldo.customers.queries import customers_by_number
from saldo.demo.cast import COMPANY, CUSTOMERS, PEOPLE, DemoCustomer
from saldo.invoices.actions import NewInvoice, NewLine, draft_invoices, issue_invoices, prepare_issuer
from saldo.invoices.queries import open_invoices_of
from saldo.kernel.actors import Actor
from saldo.kernel.clock import Clock, FixedClock, SystemClock
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment, connect_gateway
from saldo.runs.night import run_night
from saldo.settlement.actions import receive_payments
from saldo.taxes.queries import tax_codes

DAYS_OF_PAST = 90
MORNING = time(9, 0)
SEED = 412

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Company:
    """What was founded: ids, and the address below the site to which the mail server reports what came back."""

    tenant_id: UUID
    entity_id: UUID
    inbound_path: str


def found_company(*, gateway_url: str, gateway_key: str, webhook_secret: str) -> Company:
    """The company with its people, its gateway and its customers, on the first day of its past."""
    clock = FixedClock(_morning(_today() - timedelta(days=DAYS_OF_PAST)))
    tenant_id, entity_id = new_id(), new_id()
    owner = Actor.system(tenant_id, name=PEOPLE[0].name)
    config = {
        "api_url": gateway_url,
        "api_key": gateway_key,
        "webhook_secret": webhook_secret,
        "payee": "Atelier Norte",
    }
    with frame(tenant_id, clock=clock):
        create_tenant(tenant_id, name="Atelier Norte")
        create_legal_entity(entity_id, details=dict(COMPANY), actor=owner)
        prepare_issuer(entity_id, actor=owner)
        for one in PEOPLE:
            invite_member(one.email, name=one.name, role=one.role, password=one.password, language="en", actor=owner)
        connect_gateway(
            new_id(),
            legal_entity_id=entity_id,
            plugin="simulator",
            name="Cards (simulator)",
            config=config,
            actor=owner,
        )
        create_customers([_new_customer(one) for one in CUSTOMERS], actor=owner).raise_if_refused()
        return Company(tenant_id, entity_id, issue_inbound_address(actor=owner))


def play_the_past(tenant_id: UUID, entity_id: UUID, *, advance: Advance) -> None:
    """Play the company's last months up to today, as the installation's clock has it.

    Every invoice, mail, payment and night goes through the product's own actions. `advance(1)` is called for each day.
    """
    today = _today()
    story = Story(today - timedelta(days=DAYS_OF_PAST), tenant_id, entity_id)
    with _installation_clock(story.clock):
        for day in _days(story.day, today):
            story.play(day, with_night=day < today)
            advance(1)


class Story:
    """One company through time. `clock` stands at the morning of the day that is played."""

    def __init__(self, first_day: date, tenant_id: UUID, entity_id: UUID) -> None:
        self.day = first_day
        self.clock = FixedClock(_morning(first_day))
        self.tenant_id, self.entity_id = tenant_id, entity_id
        self.chance = random.Random(SEED)
        self.owner = Actor.system(self.tenant_id, name=PEOPLE[0].name)
        with frame(tenant_id, clock=self.clock):
            self.customers = customers_by_number(tenant_id, [one.number for one in CUSTOMERS])
        self.payments: dict[date, list[tuple[DemoCustomer, UUID, Decimal]]] = {}

    def play(self, day: date, *, with_night: bool) -> None:
        """One day: the night before its morning, then invoices, then what customers pay."""
        self.day = day
        self.clock.set(_morning(day))
        if with_night:
            run_night(self.tenant_id, self.entity_id, on=day)
        if day.weekday() < 5:
            self._bill(day)
            self._receive(day)
        run_due_jobs(now=self.clock.now())

    def _bill(self, day: date) -> None:
        """Each customer is billed about twice a month, on working days of its own."""
        due = [one for place, one in enumerate(CUSTOMERS) if (day.toordinal() + place * 5) % 14 == 0]
        if not due:
            return
        with frame(self.tenant_id):
            default = next(code for code in tax_codes(self.tenant_id, self.entity_id) if code.is_default)
            outside = next(code for code in tax_codes(self.tenant_id, self.entity_id) if code.category == "E")
            new = [self._new_invoice(one, default.id if one.country == "PT" else outside.id) for one in due]
            drafted = draft_invoices(new, actor=self.owner)
            drafted.raise_if_refused()
            issued = issue_invoices(drafted.done, on=day, deliver=True, confirmed=True, actor=self.owner)
            issued.raise_if_refused()
            for one, invoice_id in zip(due, issued.done, strict=True):
                self._plan_payment(one, invoice_id, day)

    def _plan_payment(self, customer: DemoCustomer, invoice_id: UUID, issued_on: date) -> None:
        habit = customer.habit
        if self.chance.random() < habit.unpaid_share:
            return
        late = habit.late_days + self.chance.randint(-habit.spread_days, habit.spread_days)
        pays_on = issued_on + timedelta(days=max(2, customer.terms_days + late))
        share = Decimal("0.5") if self.chance.random() < habit.part_share else Decimal(1)
        self.payments.setdefault(pays_on, []).append((customer, invoice_id, share))

    def _receive(self, day: date) -> None:
        """Transfers of the day, and of the quiet days before it."""
        arrived = [one for past in sorted(self.payments) if past <= day for one in self.payments.pop(past)]
        if not arrived:
            return
        with frame(self.tenant_id):
            customers = {self.customers[customer.number] for customer, _, _ in arrived}
            by_customer = open_invoices_of(self.tenant_id, list(customers))
            opened = {one.id: one for several in by_customer.values() for one in several}
            new: list[NewPayment] = []
            items: dict[UUID, dict[UUID, Money]] = {}
            for customer, invoice_id, share in arrived:
                invoice = opened.get(invoice_id)
                if invoice is None:
                    continue
                minor = max(1, int(invoice.open_minor * share))
                payment = self._new_payment(customer, Money(minor, invoice.currency), f"transfer:{invoice_id}", day)
                new.append(payment)
                items[payment.id] = {invoice_id: payment.amount}
            receive_payments(new, items=items, on=day, actor=self.owner).raise_if_refused()

    def _new_payment(self, customer: DemoCustomer, amount: Money, key: str, day: date) -> NewPayment:
        return NewPayment(
            id=new_id(),
            key=f"record_payments:{key}",
            customer_id=self.customers[customer.number],
            legal_entity_id=self.entity_id,
            method="transfer",
            amount=amount,
            received_on=day,
        )

    def _new_invoice(self, one: DemoCustomer, tax_code_id: UUID) -> NewInvoice:
        description, price = self.chance.choice(one.work)
        lines = [
            NewLine(description=description, quantity=Decimal(1), unit_price=Decimal(price), tax_code_id=tax_code_id)
        ]
        if self.chance.random() < 0.4:
            hours = Decimal(self.chance.randint(2, 14)) / 2
            lines.append(
                NewLine(
                    description="Additional hours",
                    quantity=hours,
                    unit="h",
                    unit_price=Decimal(62),
                    tax_code_id=tax_code_id,
                )
            )
        return NewInvoice(
            id=new_id(),
            legal_entity_id=self.entity_id,
            customer_id=self.customers[one.number],
            currency=one.currency,
            lines=tuple(lines),
            title=description,
        )


def _new_customer(one: DemoCustomer) -> NewCustomer:
    contact = NewContact(name=one.contact, email=one.mailbox, salutation=one.salutation, language=one.language)
    return NewCustomer(
        id=new_id(),
        number=one.number,
        name=one.name,
        kind="business",
        language=one.language,
        country=one.country,
        address_lines=one.address,
        currency=one.currency,
        terms_days=one.terms_days,
        contacts=(contact,),
    )


def _today() -> date:
    return (settings.SALDO_CLOCK or SystemClock()).now().astimezone(_zone()).date()


def _zone() -> ZoneInfo:
    return ZoneInfo(str(COMPANY["time_zone"]))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, _zone()).astimezone(UTC)


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


@contextmanager
def _installation_clock(clock: Clock) -> Iterator[None]:
    """While the past is played, jobs and nights of this process live in it too."""
    before = settings.SALDO_CLOCK
    settings.SALDO_CLOCK = clock
    try:
        yield
    finally:
        settings.SALDO_CLOCK = before
