"""Everything that a decision about a customer rests on, for many customers in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import id_array
from saldo.cases.queries import disputed_invoices
from saldo.collections.choices import ReminderState
from saldo.collections.policies.current_step import current_step
from saldo.collections.policies.decide_next_step import OverdueItem, Situation
from saldo.collections.policies.rules import Rules
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.choices import REACHED, Delivery
from saldo.invoices.queries.overdue import OverdueInvoice, overdue_items
from saldo.kernel.money import Money
from saldo.ledger.queries import customer_balances
from saldo.payments.queries import customers_with_pending_payment

PAYING = timedelta(days=1)
"""For so long a customer who was sent to the gateway's page is left to pay in peace."""

_BOUNCED = frozenset({Delivery.BOUNCED, Delivery.REFUSED})
_WENT_OUT = [ReminderState.QUEUED.value, ReminderState.SENT.value, ReminderState.UNCERTAIN.value]


class StandingRow(NamedTuple):
    """A customer's standing as it is kept."""

    id: UUID
    step: int
    step_on: date | None
    last_contact_on: date | None
    silence: str
    promised_until: date | None


class ReminderRow(NamedTuple):
    """A reminder of late, or one that waits."""

    id: UUID
    state: str
    business_date: date


@dataclass(frozen=True, slots=True)
class Facts:
    """A customer's situation, and the rows that it was read from. `reminders` are those of the last days."""

    situation: Situation
    billing: Billing
    standing: StandingRow | None
    reminders: Sequence[ReminderRow] = field(default=())

    def waiting(self, state: ReminderState) -> list[UUID]:
        """The reminders in a state."""
        return [one.id for one in self.reminders if one.state == state]


class Known(NamedTuple):
    """What a caller has read already: cards, and what is overdue of the same customers on a day."""

    cards: Mapping[UUID, Billing]
    overdue: Sequence[OverdueInvoice]
    on: date


def facts_of(
    tenant_id: UUID,
    customer_ids: Sequence[UUID],
    *,
    legal_entity_id: UUID,
    rules: Rules,
    on: date,
    ignoring: Collection[UUID] = (),
    locked: bool = False,
    known: Known | None = None,
) -> dict[UUID, Facts]:
    """What is known about customers as debtors of an issuer; an unknown id is left out. Eight queries at most.

    Reminders in `ignoring` are looked through as if they were not there: those that are asked about themselves.
    Credit counts whichever issuer of the tenant owes it. `locked` locks the standings, so that two decisions queue up.
    """
    ids = list(dict.fromkeys(customer_ids))
    wanted = set(ids)
    overdue = _overdue(tenant_id, ids, legal_entity_id, on, known)
    cards = known.cards if known and known.cards.keys() >= set(ids) else billing_of(tenant_id, ids)
    if locked:
        _rows(_LOCK, tenant_id, legal_entity_id, ids)
    since = on - timedelta(days=rules.per_days)
    invoice_ids = [one.invoice_id for items in overdue.values() for one in items]
    standings, recent, reminded = _past(tenant_id, legal_entity_id, ids, invoice_ids, since, ignoring)
    debtors = list(overdue)
    since_instant = current_frame().now - PAYING
    pending = customers_with_pending_payment(tenant_id, debtors, since_instant) if debtors else set()
    credits = _credits(tenant_id, debtors)
    disputed = disputed_invoices(tenant_id, debtors) if debtors else {}
    return {
        customer_id: _facts(
            card,
            overdue.get(customer_id, ()),
            standings.get(customer_id),
            recent.get(customer_id, ()),
            reminded,
            disputed,
            credits.get(customer_id, {}),
            customer_id in pending,
            rules,
            on,
        )
        for customer_id, card in cards.items()
        if customer_id in wanted
    }


def _facts(
    card: Billing,
    overdue: Sequence[OverdueInvoice],
    standing: StandingRow | None,
    reminders: Sequence[ReminderRow],
    reminded: Collection[UUID],
    disputed: Collection[UUID],
    credits: Mapping[str, Money],
    pending: bool,
    rules: Rules,
    on: date,
) -> Facts:
    bounced = card.bounced_at is not None  # what comes back today came back for everything
    items = tuple(
        OverdueItem(
            one.invoice_id,
            Money(one.open_minor, one.currency),
            one.due_on,
            reached=one.delivery in REACHED and not bounced,
            bounced=bounced or one.delivery in _BOUNCED,
            reminded=one.invoice_id in reminded,
            disputed=one.invoice_id in disputed,
        )
        for one in overdue
    )
    situation = Situation(
        card.customer_id,
        items,
        credits=credits,
        step=current_step(standing.step, items, rules, on=on) if standing else 0,
        step_on=standing.step_on if standing else None,
        contacts=tuple(one.business_date for one in reminders if one.state in _WENT_OUT),
        hold=card.contact_hold,
        has_address=bool(card.email),
        payment_pending=pending,
        promised_until=standing.promised_until if standing else None,
        draft_waits=any(one.state == ReminderState.DRAFTED for one in reminders),
    )
    return Facts(situation, card, standing, reminders)


_LOCK = """
    SELECT id FROM collections_standing WHERE tenant_id = %s AND legal_entity_id = %s AND customer_id = ANY(%s)
    ORDER BY id FOR UPDATE
"""
_PAST = """
    (SELECT customer_id, id, state, business_date, NULL::date, NULL::date, 0, NULL::uuid FROM collections_reminder
    WHERE tenant_id = %(tenant)s AND legal_entity_id = %(issuer)s AND customer_id = ANY(%(customers)s)
      AND (business_date > %(since)s OR state IN ('drafted', 'queued')) AND NOT id = ANY(%(ignoring)s)
    ORDER BY customer_id, business_date)
    UNION ALL
    SELECT customer_id, id, silence, step_on, last_contact_on, promised_until, step, id FROM collections_standing
    WHERE tenant_id = %(tenant)s AND legal_entity_id = %(issuer)s AND customer_id = ANY(%(customers)s)
    UNION ALL
    SELECT DISTINCT NULL::uuid, item.invoice_id, '', NULL::date, NULL::date, NULL::date, 0, NULL::uuid
    FROM collections_reminderitem item
    JOIN collections_reminder reminder ON reminder.tenant_id = item.tenant_id AND reminder.id = item.reminder_id
    WHERE item.tenant_id = %(tenant)s AND item.invoice_id = ANY(%(invoices)s)
      AND reminder.state IN ('sent', 'uncertain') AND NOT reminder.id = ANY(%(ignoring)s)
"""


def _past(
    tenant_id: UUID,
    legal_entity_id: UUID,
    ids: Sequence[UUID],
    invoice_ids: Sequence[UUID],
    since: date,
    ignoring: Collection[UUID],
) -> tuple[dict[UUID, StandingRow], dict[UUID, list[ReminderRow]], set[UUID]]:
    """In one query: the standings, the reminders of late in the order of their days, and the invoices that any that
    went out has listed.
    """
    values: dict[str, Any] = {"tenant": tenant_id, "issuer": legal_entity_id, "since": since}
    values |= {"ignoring": id_array(ignoring)}
    with connection.cursor() as cursor:
        cursor.execute(_PAST, {**values, "customers": id_array(ids), "invoices": id_array(invoice_ids)})
        rows = cursor.fetchall()
    standings: dict[UUID, StandingRow] = {}
    recent: defaultdict[UUID, list[ReminderRow]] = defaultdict(list)
    reminded: set[UUID] = set()
    for customer_id, row_id, word, day, last_contact_on, promised_until, step, standing_id in rows:
        if customer_id is None:
            reminded.add(row_id)
        elif standing_id is not None:
            standings[customer_id] = StandingRow(row_id, step, day, last_contact_on, word, promised_until)
        else:
            recent[customer_id].append(ReminderRow(row_id, word, day))
    return standings, dict(recent), reminded


def _overdue(
    tenant_id: UUID, ids: Sequence[UUID], legal_entity_id: UUID, on: date, known: Known | None
) -> dict[UUID, list[OverdueInvoice]]:
    if known is None or known.on != on or not known.cards.keys() >= set(ids):
        return _by_customer(overdue_items(tenant_id, ids, legal_entity_id=legal_entity_id, on=on))
    wanted = set(ids)
    return _by_customer(
        [one for one in known.overdue if one.legal_entity_id == legal_entity_id and one.customer_id in wanted]
    )


def _credits(tenant_id: UUID, customer_ids: Sequence[UUID]) -> dict[UUID, dict[str, Money]]:
    if not customer_ids:
        return {}
    return {
        customer_id: {one.credit.currency: one.credit for one in balances if one.credit}
        for customer_id, balances in customer_balances(tenant_id, customer_ids).items()
    }


def _by_customer(rows: Sequence[OverdueInvoice]) -> dict[UUID, list[OverdueInvoice]]:
    return {customer_id: list(group) for customer_id, group in groupby(rows, itemgetter(0))}


def _rows(statement: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, [id_array(one) if isinstance(one, list) else one for one in parameters])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found
