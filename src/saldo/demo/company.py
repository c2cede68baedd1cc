"""The demo company: founded through the actions, and its past told from a plan that a fixed seed and today make."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection

from saldo.base.people.actions import admit_member
from saldo.base.tenants.actions import create_legal_entity, create_tenant
from saldo.base.tenants.frame import frame
from saldo.correspondence.actions import issue_inbound_address
from saldo.customers.actions import NewContact, NewCustomer, create_customers
from saldo.demo.cast import COMPANY, PEOPLE, DemoCustomer, all_customers
from saldo.demo.happenings import Plan
from saldo.demo.plan import MONTHS, SEED
from saldo.demo.scenes import plan_company
from saldo.demo.story import Story, played_days
from saldo.invoices.actions import prepare_issuer
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import add_months
from saldo.kernel.clock import Clock, FixedClock, SystemClock
from saldo.kernel.references import new_id
from saldo.payments.actions import connect_gateway
from saldo.taxes.actions import create_tax_codes
from saldo.taxes.policies.check_tax_code import NewTaxCode

Advance = Callable[[int], None]


@dataclass(frozen=True)
class Company:
    """What was founded: ids, and the address below the site to which the mail server reports what came back."""

    tenant_id: UUID
    entity_id: UUID
    inbound_path: str


def found_company(
    *,
    gateway_url: str,
    gateway_key: str,
    webhook_secret: str,
    customers: Sequence[DemoCustomer] | None = None,
    months: int = MONTHS,
) -> Company:
    """The company with its people, its gateway and its customers, on the first day of its past."""
    first_day = add_months(_today(), -months)
    clock = FixedClock(datetime.combine(first_day, time(5), _zone()).astimezone(UTC))
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
        create_tax_codes([_outside_scope(entity_id)], actor=owner).raise_if_refused()
        for one in PEOPLE:
            admit_member(one.email, name=one.name, role=one.role, password=one.password, language="en", actor=owner)
        connect_gateway(
            new_id(),
            legal_entity_id=entity_id,
            plugin="simulator",
            name="Cards (simulator)",
            config=config,
            actor=owner,
        )
        create_customers([_new_customer(one) for one in customers or all_customers()], actor=owner).raise_if_refused()
        return Company(tenant_id, entity_id, issue_inbound_address(actor=owner))


def days_to_play() -> int:
    """How many steps `play_the_past` takes."""
    first_day = add_months(_today(), -MONTHS)
    return len(played_days(Plan(first_day, _today())))


def play_the_past(
    tenant_id: UUID,
    entity_id: UUID,
    *,
    advance: Advance,
    customers: Sequence[DemoCustomer] | None = None,
    seed: int = SEED,
    months: int = MONTHS,
) -> None:
    """Play the company's last months up to this morning, as the installation's clock has it.

    Every invoice, mail, payment and night goes through the product's own actions. `advance(1)` is called for each day
    that is played.
    """
    now = (settings.SALDO_CLOCK or SystemClock()).now()
    cast = tuple(customers or all_customers())
    plan = plan_company(cast, today=_today(), seed=seed, months=months)
    story = Story(plan, cast, tenant_id=tenant_id, entity_id=entity_id, until=now)
    with _installation_clock(story.clock), _quick_commits():
        for day in played_days(plan):
            story.play(day)
            advance(1)


def _outside_scope(entity_id: UUID) -> NewTaxCode:
    return NewTaxCode(
        id=new_id(),
        legal_entity_id=entity_id,
        code="NS",
        name="IVA não sujeito (fora da UE)",
        category="O",
        rate=Decimal(0),
        note="IVA – não sujeito, artigo 6.º do CIVA",
    )


def _new_customer(one: DemoCustomer) -> NewCustomer:
    contact = NewContact(
        name=one.contact, email=one.mailbox, salutation=one.salutation, phone=one.phone, language=one.language
    )
    return NewCustomer(
        id=new_id(),
        number=one.number,
        name=one.name,
        kind=one.kind,
        language=one.language,
        country=one.country,
        tax_id=one.tax_id,
        address_lines=one.address,
        currency=one.currency,
        terms_days=one.terms_days,
        contacts=(contact,),
    )


def _today() -> date:
    return (settings.SALDO_CLOCK or SystemClock()).now().astimezone(_zone()).date()


def _zone() -> ZoneInfo:
    return ZoneInfo(str(COMPANY["time_zone"]))


@contextmanager
def _quick_commits() -> Iterator[None]:
    """While the past is told a commit does not wait for the disk: a past that was cut off is made again anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


@contextmanager
def _installation_clock(clock: Clock) -> Iterator[None]:
    """While the past is played, jobs and nights of this process live in it too."""
    before = settings.SALDO_CLOCK
    settings.SALDO_CLOCK = clock
    try:
        yield
    finally:
        settings.SALDO_CLOCK = before
