"""Whether to contact a customer today, with which step, or why not. The heart of collecting, and pure.

Only today's state counts: a night that was missed is not made up for by a burst, and a step whose day has passed is
taken late, once. What is paid, covered by credit, not delivered, on its way or on hold is never asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from saldo.collections.policies.rules import AUTOMATIC, Rules, Step
from saldo.kernel.money import Money


@dataclass(frozen=True, slots=True)
class OverdueItem:
    """An open invoice whose due date has passed. `reached`: the customer has it, as far as is known.

    `bounced`: the mail came back. `reminded`: a reminder that went out has listed it. `disputed`: the customer says
    that something is wrong with it, and nobody has answered yet.
    """

    invoice_id: UUID
    open: Money
    due_on: date
    reached: bool = True
    bounced: bool = False
    reminded: bool = False
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """A customer as they stand with one issuer. `contacts` are the days of messages that asked for money."""

    customer_id: UUID
    overdue: Sequence[OverdueItem]
    credits: Mapping[str, Money] = field(default_factory=dict)
    step: int = 0
    step_on: date | None = None
    contacts: Sequence[date] = ()
    hold: str = ""
    has_address: bool = True
    payment_pending: bool = False
    draft_waits: bool = False
    promised_until: date | None = None


@dataclass(frozen=True, slots=True)
class Gates:
    """What holds for every customer of the issuer today."""

    payment_data_is_fresh: bool = True
    is_quiet_day: bool = False


@dataclass(frozen=True, slots=True)
class Contact:
    """Write to the customer about these items. `number` counts the steps from 1."""

    number: int
    step: Step
    items: tuple[OverdueItem, ...]
    net: Mapping[str, Money]


@dataclass(frozen=True, slots=True)
class Silent:
    """Leave the customer alone; `reason` is a code of `choices.Silence`."""

    reason: str


def decide_next_step(situation: Situation, rules: Rules, gates: Gates, *, on: date) -> Contact | Silent | None:
    """A contact, a silence with its reason, or None where nothing is overdue."""
    if not situation.overdue:
        return None
    if situation.hold:
        return Silent("legal_hold" if situation.hold == "legal" else "opted_out")
    if is_promised(situation, on):
        return Silent("promised")
    items = what_to_ask_for(situation)
    if isinstance(items, Silent):
        return items
    if not situation.has_address:
        return Silent("no_address")
    number = _due_step(situation, items, rules, on)
    if isinstance(number, Silent):
        return number
    contact = Contact(number, rules.steps[number - 1], items, net_by_currency(items, situation.credits))
    return _objection(situation, contact, rules, gates, on) or contact


def what_to_ask_for(situation: Situation) -> tuple[OverdueItem, ...] | Silent:
    """The overdue items that the customer has and does not object to, or why there are none."""
    received = tuple(one for one in situation.overdue if one.reached)
    if not received:
        return Silent("bounced" if any(one.bounced for one in situation.overdue) else "not_delivered")
    return tuple(one for one in received if not one.disputed) or Silent("disputed")


def is_promised(situation: Situation, on: date) -> bool:
    """Whether the customer promised to pay, and the day has not passed yet."""
    return situation.promised_until is not None and on <= situation.promised_until


def net_by_currency(items: Sequence[OverdueItem], credits: Mapping[str, Money]) -> dict[str, Money]:
    """What is asked for, currency by currency and never across: overdue less credit, where something is left."""
    sums: defaultdict[str, int] = defaultdict(int)
    for one in items:
        sums[one.open.currency] += one.open.minor
    for currency, credit in credits.items():
        if currency in sums:
            sums[currency] -= credit.minor
    return {currency: Money(minor, currency) for currency, minor in sorted(sums.items()) if minor > 0}


def _due_step(situation: Situation, items: Sequence[OverdueItem], rules: Rules, on: date) -> int | Silent:
    """The number of the step that is due; an item that no reminder has listed asks for the first one.

    So does, of a customer who stands at no step, an item that was listed once: it was settled, the standing began
    anew, and the money was taken back.
    """
    first = rules.steps[0]
    is_new = situation.step == 0
    if any((is_new or not one.reminded) and (on - one.due_on).days >= first.after_days for one in items):
        return 1
    if situation.step >= len(rules.steps):
        return Silent("no_more_steps")
    if situation.step == 0 or situation.step_on is None:
        return Silent("not_due_yet")
    last, following = rules.steps[situation.step - 1], rules.steps[situation.step]
    oldest_days = max((on - one.due_on).days for one in items)
    waited_days = (on - situation.step_on).days
    if oldest_days >= following.after_days and waited_days >= following.after_days - last.after_days:
        return situation.step + 1
    return Silent("not_due_yet")


def _objection(situation: Situation, contact: Contact, rules: Rules, gates: Gates, on: date) -> Silent | None:
    """What speaks against a contact that is due."""
    if situation.payment_pending:
        return Silent("payment_pending")
    if not contact.net:
        return Silent("nothing_to_ask")
    if all(currency in rules.minimum and net < rules.minimum[currency] for currency, net in contact.net.items()):
        return Silent("below_minimum")
    if situation.draft_waits and contact.step.mode != AUTOMATIC:
        return Silent("waiting_for_person")
    if not gates.payment_data_is_fresh:
        return Silent("stale_payment_data")
    if gates.is_quiet_day:
        return Silent("quiet_day")
    return too_many_contacts(situation.contacts, rules, on)


def too_many_contacts(contacts: Sequence[date], rules: Rules, on: date) -> Silent | None:
    """Whether the cap or the gap between two messages forbids one today."""
    recent = [day for day in contacts if on - timedelta(days=rules.per_days) < day <= on]
    too_soon = any((on - day).days < rules.minimum_gap_days for day in recent)
    return Silent("too_many_contacts") if too_soon or len(recent) >= rules.max_contacts else None
