"""A company at work, made through the actions: what the benchmarks start from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import psycopg

from saldo.base.tenants.frame import frame
from saldo.invoices.actions import NewInvoice, NewLine, draft_invoices, issue_invoices
from saldo.kernel.clock import FixedClock
from tests.factories.cast import House, make_house
from tests.factories.customers import make_customers
from tests.factories.invoices import new_invoice, tax_code

TODAY = date(2026, 3, 2)
CLOCK = FixedClock(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
LINES = 5
AT_ONCE = 10_000


class Company:
    """An issuer in Porto with a thousand customers or so, and what a benchmark lets it do."""

    def __init__(self, customers: int = 1000) -> None:
        self.house: House = make_house(CLOCK)
        self.customers = [
            one
            for start in range(0, customers, AT_ONCE)
            for one in make_customers(self.house, CLOCK, min(AT_ONCE, customers - start))
        ]
        with frame(self.house.tenant_id, clock=CLOCK):
            self.tax_id = tax_code(self.house, "NOR")
        self._drafted = 0

    @property
    def tenant_id(self) -> UUID:
        """The tenant of the company."""
        return self.house.tenant_id

    def new_invoices(self, count: int, *, lines: int = LINES) -> list[NewInvoice]:
        """Drafts-to-be of five taxed lines, one customer after the other, no two the same. Needs a frame."""
        begun, self._drafted = self._drafted, self._drafted + count
        return [
            new_invoice(
                self.house,
                self.customers[number % len(self.customers)],
                order_number=f"PO-{number}",
                lines=tuple(self._line(number, line) for line in range(lines)),
            )
            for number in range(begun, begun + count)
        ]

    def drafts(self, count: int, *, lines: int = LINES) -> list[UUID]:
        """Written drafts."""
        with frame(self.tenant_id, clock=CLOCK):
            return draft_invoices(self.new_invoices(count, lines=lines), actor=self.house.alice).done

    def invoices(self, count: int) -> list[UUID]:
        """Issued invoices of one line: 123.00 EUR and more, tax included."""
        drafts = self.drafts(count, lines=1)
        with frame(self.tenant_id, clock=CLOCK):
            return issue_invoices(
                drafts, on=TODAY - timedelta(days=1), actor=self.house.alice, deliver=False, confirmed=True
            ).done

    def _line(self, number: int, line: int) -> NewLine:
        return NewLine(
            description=f"Work on site, part {line + 1}",
            quantity=Decimal("2.5"),
            unit="hour",
            unit_price=Decimal(40 + line) + Decimal(number % 97) / 100,
            tax_code_id=self.tax_id,
        )


def settle_down(owner: psycopg.Connection[object]) -> None:
    """Let the planner know the tables, and let neither side pay for what the other one left unwritten."""
    owner.execute("ANALYZE")
    owner.execute("CHECKPOINT")


def row_counts(owner: psycopg.Connection[object], tables: Sequence[str]) -> dict[str, int]:
    """How many rows stand in tables, so that both sides can be held to the same."""
    counts = {}
    for table in tables:
        row = owner.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        counts[table] = int(row[0]) if row else 0
    return counts
