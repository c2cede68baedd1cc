from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.events.jobs import defer
from saldo.base.inbox.actions import mark_handled
from saldo.base.inbox.plugins import get_plugin
from saldo.base.inbox.queries import waiting_messages
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import update_rows
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import PluginError
from saldo.payments.actions.take_charges import take_charges
from saldo.payments.events import PaymentsTakenBack
from saldo.payments.models import Payment
from saldo.payments.policies.checkout_state import NEWS_OF_EVENT, ChargeReport
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.policies.take_back import TakeBack, take_back
from saldo.payments.queries import GatewaySheet, checkouts_by_key, gateway_sheets, payments_by_charge
from saldo.spi.gateway import GatewayEvent, PaymentGateway, RawEvent

PATIENCE = timedelta(days=3)
"""How long an event waits for the charge that it is about."""
LATER = timedelta(minutes=10)


class Told(NamedTuple):
    """One event, which webhook brought it, and from whom."""

    message_id: UUID
    is_old: bool
    gateway: GatewaySheet
    event: GatewayEvent


def take_gateway_events(message_ids: Sequence[UUID], *, actor: Actor) -> None:
    """Think about webhooks that were stored: charges become payments, refunds and lost disputes take them back.

    A message is thought about once. One that cannot be understood or that a person has to decide stays in the inbox
    with its problem; one whose charge is not known yet is thought about again later: events overtake each other.
    """
    actor.require("record_payments")
    told, problems = _read(message_ids, actor)
    charges = [one for one in told if one.event.kind in NEWS_OF_EVENT]
    problems |= _take_charges(charges, actor)
    others = [one for one in told if one.event.kind not in NEWS_OF_EVENT]
    found, waiting = _take_backs(others, actor)
    problems |= found
    if waiting:
        defer("payments.take_gateway_events", sorted(waiting), run_at=current_frame().now + LATER)
    by_problem: defaultdict[str, list[UUID]] = defaultdict(list)
    for message_id, problem in problems.items():
        if message_id not in waiting:
            by_problem[problem].append(message_id)
    for problem, ids in by_problem.items():  # a handful of problems, not one query a message
        mark_handled(ids, actor=actor, problem=problem)


def _read(message_ids: Sequence[UUID], actor: Actor) -> tuple[list[Told], dict[UUID, str]]:
    """The events of the messages that nobody has handled; every such message with its problem, mostly none."""
    messages = waiting_messages(actor.tenant_id, message_ids)
    sources = {one.source: UUID(one.source.removeprefix("gateway:")) for one in messages}
    gateways = gateway_sheets(actor.tenant_id, sources.values())
    oldest = current_frame().now - PATIENCE
    told: list[Told] = []
    problems: dict[UUID, str] = {}
    for message in messages:
        gateway = gateways[sources[message.source]]
        plugin: PaymentGateway = get_plugin("gateway", gateway.plugin)
        try:
            events = plugin.parse_event(RawEvent(message.headers, bytes(message.body)), gateway.config)
        except PluginError as error:
            problems[message.id] = error.code
            continue
        problems[message.id] = ""
        told += [Told(message.id, message.received_at < oldest, gateway, event) for event in events]
    return told, problems


def _take_charges(told: Sequence[Told], actor: Actor) -> dict[UUID, str]:
    checkouts = checkouts_by_key(actor.tenant_id, [one.event.order_key for one in told if one.event.order_key])
    reports, problems = [], {}
    for one in told:
        checkout = checkouts.get(one.event.order_key or "")
        if checkout is None or checkout.gateway_account_id != one.gateway.id:
            problems[one.message_id] = "unknown_checkout"
            continue
        event = one.event
        decline = str(event.data.get("decline_code") or "")
        news = NEWS_OF_EVENT[event.kind]
        reports.append(ChargeReport(checkout.id, news, event.reference, event.amount, event.occurred_at, decline))
    if reports:
        outcome = take_charges(reports, actor=actor)
        assert outcome.ok, "a checkout has a customer and an issuer, and a charge an amount"
    return problems


def _take_backs(told: Sequence[Told], actor: Actor) -> tuple[dict[UUID, str], set[UUID]]:
    """Problems, and the messages that wait for their charge."""
    problems: dict[UUID, str] = {}
    waiting: set[UUID] = set()
    taken: dict[UUID, tuple[date, str]] = {}
    notes: list[AuditLine] = []
    zones = {one.id: one.time_zone for one in list_legal_entities(actor.tenant_id)}
    payments = _payments(told, actor.tenant_id)
    for one in told:
        event, payment = one.event, payments.get((one.gateway.id, one.event.reference))
        if payment is None:
            if one.is_old:
                problems[one.message_id] = "unknown_charge"
            else:
                waiting.add(one.message_id)
            continue
        is_reversed = payment.is_reversed or payment.id in taken
        what = take_back(event.kind, event.amount, received=payment.amount, is_reversed=is_reversed)
        notes.append(AuditLine("payment", payment.id, None, {"event": event.kind, "amount": str(event.amount)}))
        if what is TakeBack.PART:
            problems[one.message_id] = f"partial_{event.kind.value}"
        elif what is TakeBack.WHOLE:
            day = business_date(event.occurred_at, zones[payment.legal_entity_id])
            taken[payment.id] = (max(day, payment.received_on), event.kind.value)
    record("take_gateway_events", notes, actor=actor)
    _write_taken(taken)
    return problems, waiting


def _payments(told: Sequence[Told], tenant_id: UUID) -> dict[tuple[UUID, str], PaymentSheet]:
    by_gateway: defaultdict[UUID, list[str]] = defaultdict(list)
    for one in told:
        by_gateway[one.gateway.id].append(one.event.reference)
    return {
        (gateway_id, reference): payment
        for gateway_id, references in sorted(by_gateway.items())  # an issuer has one or two gateways
        for reference, payment in payments_by_charge(tenant_id, gateway_id, references).items()
    }


def _write_taken(taken: Mapping[UUID, tuple[date, str]]) -> None:
    """Day and reason stand on the payment until settlement, one floor up, has undone what it settled."""
    rows: list[tuple[Any, ...]] = [(payment_id, day, reason) for payment_id, (day, reason) in taken.items()]
    update_rows(Payment, ("id", "reversed_on", "reversal_reason"), rows)
    if taken:
        publish(PaymentsTakenBack(tuple(taken)))
