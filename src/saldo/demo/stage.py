"""What the scenes of the past share: whose past it is, the clock, and what the plan's names became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from saldo.base.tenants.frame import frame
from saldo.customers.queries import customers_by_number
from saldo.demo.cast import COMPANY, PEOPLE, DemoCustomer
from saldo.demo.happenings import Plan
from saldo.kernel.actors import Actor
from saldo.kernel.clock import FixedClock
from saldo.taxes.queries import tax_codes


@dataclass
class Ids:
    """What the plan's names became in the database."""

    customers: dict[str, UUID]
    bills: dict[str, UUID]
    receipts: dict[str, UUID]
    taxes: dict[str, UUID]


class Stage:
    """One company through time. `clock` stands at what is played; `dead` are mailboxes that send everything back."""

    def __init__(
        self, plan: Plan, customers: Sequence[DemoCustomer], *, tenant_id: UUID, entity_id: UUID, until: datetime
    ) -> None:
        self.plan, self.until = plan, until
        self.cast = {one.number: one for one in customers}
        self.tenant_id, self.entity_id = tenant_id, entity_id
        self.clock = FixedClock(self._at(plan.first_day, time(5, 30)))
        self.owner = Actor.system(tenant_id, name=PEOPLE[0].name)
        self.collector = Actor.system(tenant_id, name=PEOPLE[1].name)
        self.told_until = plan.first_day
        self.cases: dict[str, UUID] = {}
        self.dead: dict[str, str] = {}
        self.sent_back: set[UUID] = set()
        with frame(tenant_id, clock=self.clock):
            found = customers_by_number(tenant_id, list(self.cast))
            codes = {code.code: code.id for code in tax_codes(tenant_id, entity_id)}
        self.ids = Ids(found, {}, {}, codes)

    def _at(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(str(COMPANY["time_zone"]))).astimezone(UTC)

    def _set(self, day: date, at: time) -> None:
        self.clock.set(min(self._at(day, at), self.until))
