"""The demo's company as the database has it, after a shorter past of fewer customers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from saldo.base.tenants.frame import frame
from saldo.collections.queries import worklist
from saldo.demo.cast import DemoCustomer, all_customers
from saldo.demo.company import Company, found_company, play_the_past
from saldo.demo.scenes import SETTLED
from saldo.insights.queries import ageing
from saldo.kernel.clock import FixedClock
from saldo.runs.prove import prove

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
OTHERS = (
    "Perfumes Azahar S.L.",
    "Imobiliária Foz Clara, Lda",
    "Meble Brzezina sp. z o.o.",
    "Teatro da Ribeira",
    "Kliniki Lipowa S.A.",
)
MONTHS = 5


def _cast() -> list[DemoCustomer]:
    """Whom the scenes are about, and enough others for money to come every week, as the freshness gate wants."""
    named = {*SETTLED, *OTHERS}
    return [replace(one, until=min(one.until, 4)) for one in all_customers() if one.name in named or one.retainer]


@pytest.fixture
def played(database: None, settings: Any) -> Any:
    """Founds and plays the short past; the mail server takes everything and keeps it in this process."""
    settings.SALDO_CLOCK = FixedClock(NOW)
    settings.SALDO_SMTP_URL = "memory://"

    def play() -> Company:
        cast = _cast()
        keys = {"gateway_url": "http://127.0.0.1:1", "gateway_key": "k", "webhook_secret": "s"}
        company = found_company(**keys, customers=cast, months=MONTHS)
        play_the_past(company.tenant_id, company.entity_id, advance=lambda steps: None, customers=cast, months=MONTHS)
        return company

    return play


FACTS = {
    "invoices": "SELECT number, issued_on, due_on, total_minor, open_minor, delivery FROM invoices_invoice ORDER BY 1",
    "payments": "SELECT received_on, amount_minor, unapplied_minor, state FROM payments_payment ORDER BY 1, 2, 3",
    "receipts": "SELECT number, issued_on FROM settlement_receipt ORDER BY 1",
    "messages": "SELECT created_at, kind, state, subject FROM correspondence_message ORDER BY 1, 2, 4",
    "tasks": "SELECT kind, state, due_on, detail, outcome FROM collections_task ORDER BY id",
    "reminders": "SELECT business_date, step, state, subject FROM collections_reminder ORDER BY id",
}


def facts_of(company: Company) -> dict[str, Any]:
    """What pages show, without the ids: the same for the same seed and day."""
    found: dict[str, Any] = {}
    with frame(company.tenant_id), connection.cursor() as cursor:
        for name, statement in FACTS.items():
            cursor.execute(statement)
            found[name] = cursor.fetchall()
        rows = worklist(company.tenant_id, on=NOW.date()).rows
        found["worklist"] = [(row.kind, row.customer_name, row.overdue, row.oldest_days, row.detail) for row in rows]
    return found


def test_the_same_seed_and_day_show_the_same_and_the_books_hold(played: Any) -> None:
    first, second = played(), played()
    assert django_settings.SALDO_CLOCK.now() == NOW  # the past's clock is put away
    facts = facts_of(first)
    assert facts == facts_of(second)
    _look_at_the_morning(facts)
    _look_at_the_books(first)


def _look_at_the_morning(facts: dict[str, Any]) -> None:
    kinds = [row[0] for row in facts["worklist"]]
    assert 6 <= len(kinds) <= 12, facts["worklist"]
    assert kinds.count("review_reminder") >= 4
    assert {
        "review_reminder",
        "fix_address",
        "recover_payment",
        "decide_next",
        "check_promise",
        "resolve_dispute",
        "answer_question",
    } <= set(kinds), kinds
    assert "bounced" in {row[5] for row in facts["invoices"]}
    assert any(state == "reversed" for *_, state in facts["payments"])
    assert sum(number is None for number, *_ in facts["invoices"]) >= 1  # drafts wait


def _look_at_the_books(company: Company) -> None:
    with frame(company.tenant_id):
        euros = next(one for one in ageing(company.tenant_id, on=NOW.date()).totals if one.currency == "EUR")
    assert all(bucket.minor > 0 for bucket in euros.buckets), euros
    with frame(company.tenant_id, snapshot=True):
        lines = prove(company.tenant_id)
    assert sum(line.compared for line in lines) > 500
    assert [line for line in lines if line.wrong] == []
