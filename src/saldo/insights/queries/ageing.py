"""Ageing: how long what is owed has been due, as of any day and as known at any instant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from saldo.kernel.money import Money
from saldo.ledger.queries import known_horizon
from saldo.ledger.queries.ageing import AgeingRow, ageing_rows

BUCKETS = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_91")
"""Not due (also: due on the very day), 1 to 30 days after the due date, 31 to 60, 61 to 90, more."""


@dataclass(frozen=True, slots=True)
class AgeingTotal:
    """What all customers owe in one currency, by bucket in the order of BUCKETS. `credit` is held for them, apart."""

    currency: str
    customers: int
    total: Money
    buckets: tuple[Money, ...]
    credit: Money


@dataclass(frozen=True, slots=True)
class Ageing:
    """The report with the two dates that make it again: as of the end of `on`, as known at `known_at`."""

    on: date
    known_at: datetime
    rows: Sequence[AgeingRow]

    @property
    def totals(self) -> list[AgeingTotal]:
        """A sum per currency, never across, sorted by currency. The rows compose it to the cent."""
        by_currency: defaultdict[str, list[AgeingRow]] = defaultdict(list)
        for row in self.rows:
            by_currency[row.currency].append(row)
        return [_total(currency, rows) for currency, rows in sorted(by_currency.items())]


def buckets_of(row: AgeingRow) -> tuple[Money, ...]:
    """A row's amounts in the order of BUCKETS."""
    return tuple(Money(getattr(row, f"{name}_minor"), row.currency) for name in BUCKETS)


def ageing(tenant_id: UUID, *, on: date, known_at: datetime | None = None) -> Ageing:
    """What each customer owed at the end of a day, the largest first. One query.

    Without a `known_at` it says what is known now, dated so that the same report can be made again for ever.
    """
    known_at = known_at or known_horizon()
    return Ageing(on, known_at, ageing_rows(tenant_id, on=on, known_at=known_at))


def _total(currency: str, rows: Sequence[AgeingRow]) -> AgeingTotal:
    return AgeingTotal(
        currency,
        sum(1 for row in rows if row.total_minor),
        Money(sum(row.total_minor for row in rows), currency),
        tuple(Money(sum(getattr(row, f"{name}_minor") for row in rows), currency) for name in BUCKETS),
        Money(sum(row.credit_minor for row in rows), currency),
    )
