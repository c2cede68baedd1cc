"""What a statement of account says: plain JSON in the shape that `base.files.documents.paper` sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from saldo.invoices.policies.content import CustomerContent, SellerContent, amount_text
from saldo.kernel.money import exponent

SINCE_DAYS = 90
"""So far back go the movements of a statement, unless somebody asks for more."""

AGES: Final = (("not_due", 0), ("days_30", 30), ("days_60", 60), ("days_90", 90))
OLDEST: Final = "days_91"


class OpenLine(NamedTuple):
    """A document of which something is open on the statement's day, in minor units."""

    number: str
    title: str
    due_on: date | None
    total_minor: int
    open_minor: int


class MovedLine(NamedTuple):
    """What changed the balance. `kind` is a code of the papers' words; a `number` stands in its place."""

    on: date
    kind: str
    number: str
    detail: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """An account with one issuer in one currency at the end of the day `on`."""

    currency: str
    on: date
    since: date
    opening_minor: int
    moved: Sequence[MovedLine]
    items: Sequence[OpenLine]
    credit_minor: int

    @property
    def open_minor(self) -> int:
        """What is open, before credit."""
        return sum(one.open_minor for one in self.items)

    @property
    def balance_minor(self) -> int:
        """What is owed in the end; below zero the issuer owes."""
        return self.open_minor - self.credit_minor

    @property
    def overdue_minor(self) -> int:
        """What is past its day, as far as credit does not cover it."""
        late = sum(one.open_minor for one in self.items if days_late(one, self.on) > 0)
        return max(min(late, self.balance_minor), 0)

    @property
    def asked_minor(self) -> int:
        """What the statement asks for: what is past its day, or all of it where nothing is."""
        return self.overdue_minor or max(self.balance_minor, 0)


def days_late(line: OpenLine, on: date) -> int:
    """Days after the due day; zero or less is not late."""
    return (on - line.due_on).days if line.due_on else 0


def statement_content(
    facts: StatementFacts,
    *,
    seller: SellerContent,
    customer: CustomerContent,
    pay: Mapping[str, Any] | None,
    your_credit: str,
    template_version: str,
) -> dict[str, Any]:
    """The content of the sheet. `pay` says how, where anything is asked for; `your_credit` names the credit's row."""
    digits = exponent(facts.currency)

    def amount(minor: int) -> str:
        return amount_text(minor, digits)

    content: dict[str, Any] = {
        "template_version": template_version,
        "number": customer.facts["number"],
        "date": facts.on.isoformat(),
        "currency": facts.currency,
        "exponent": digits,
        "seller": dict(seller.seller),
        "customer": dict(customer.customer),
        "contact": dict(seller.contact),
        "balance": amount(facts.balance_minor),
        "overdue": amount(facts.overdue_minor) if facts.overdue_minor else None,
        "open_total": amount(facts.balance_minor),
        "items": _items(facts, your_credit, digits),
        "ages": _ages(facts, digits),
        "since": facts.since.isoformat(),
        "opening": amount(facts.opening_minor),
        "movements": _movements(facts, digits),
        "total": amount(facts.asked_minor),
    }
    if pay is not None and facts.asked_minor:
        content["pay"] = dict(pay)
    return content


def _items(facts: StatementFacts, your_credit: str, digits: int) -> list[dict[str, Any]]:
    running, rows = 0, []
    for one in facts.items:
        running += one.open_minor
        late = days_late(one, facts.on)
        row: dict[str, Any] = {
            "number": one.number,
            "title": one.title,
            "due_on": one.due_on.isoformat() if one.due_on else None,
            "late_days": late if late > 0 else None,
            "open": amount_text(one.open_minor, digits),
            "running_amount": amount_text(running, digits),
        }
        if one.open_minor != one.total_minor:
            row["total"] = amount_text(one.total_minor, digits)
            row["settled"] = amount_text(one.total_minor - one.open_minor, digits)
        rows.append(row)
    if facts.credit_minor:
        running -= facts.credit_minor
        less, left = amount_text(-facts.credit_minor, digits), amount_text(running, digits)
        rows.append({"number": your_credit, "open": less, "running_amount": left})
    return rows


def _ages(facts: StatementFacts, digits: int) -> list[dict[str, Any]]:
    """The parts of what is open by how late they are, each with its thousandths; nothing where nothing is open."""
    if facts.open_minor <= 0:
        return []
    sums = dict.fromkeys([kind for kind, _most in AGES] + [OLDEST], 0)
    for one in facts.items:
        late = days_late(one, facts.on)
        sums[next((kind for kind, most in AGES if late <= most), OLDEST)] += one.open_minor
    return [
        {"kind": kind, "amount": amount_text(minor, digits), "share": max(minor, 0) * 1000 // facts.open_minor}
        for kind, minor in sums.items()
    ]


def _movements(facts: StatementFacts, digits: int) -> list[dict[str, Any]]:
    running, rows = facts.opening_minor, []
    for one in facts.moved:
        running += one.amount_minor
        rows.append(
            {
                "date": one.on.isoformat(),
                "kind": one.kind,
                "number": one.number,
                "detail": one.detail,
                "amount": amount_text(one.amount_minor, digits),
                "running_amount": amount_text(running, digits),
            }
        )
    return rows
