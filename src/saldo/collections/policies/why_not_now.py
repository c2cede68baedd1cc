"""May a reminder that was decided on go out at this moment? Asked again under lock whenever one is about to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from saldo.collections.policies.decide_next_step import (
    Gates,
    OverdueItem,
    Silent,
    Situation,
    is_promised,
    net_by_currency,
    too_many_contacts,
    what_to_ask_for,
)
from saldo.collections.policies.rules import Rules
from saldo.kernel.money import Money

SETTLED = "settled"
"""What the reminder was about has been paid since."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What may be asked for now: the items that the customer has received, and what is left after credits."""

    items: tuple[OverdueItem, ...]
    net: dict[str, Money]


@dataclass(frozen=True, slots=True)
class Sending:
    """How it is to go out. A person who sends has looked: gates and, with a reason, the cap do not hold them."""

    number: int
    by_person: bool
    ignores_cap: bool = False


def why_not_now(situation: Situation, sending: Sending, rules: Rules, gates: Gates, *, on: date) -> Ask | Silent:
    """What to ask for, or why not. The situation knows nothing of the reminder itself, only of others."""
    if situation.hold:
        return Silent("legal_hold" if situation.hold == "legal" else "opted_out")
    if not sending.by_person and is_promised(situation, on):
        return Silent("promised")
    items = what_to_ask_for(situation) if situation.overdue else ()
    if isinstance(items, Silent):
        return items
    if not _has_reason(situation, items, sending.number, rules, on):
        return Silent(SETTLED)
    if not situation.has_address:
        return Silent("no_address")
    if situation.payment_pending:
        return Silent("payment_pending")
    net = net_by_currency(items, situation.credits)
    if not net:
        return Silent("nothing_to_ask")
    if not sending.by_person:
        if all(currency in rules.minimum and amount < rules.minimum[currency] for currency, amount in net.items()):
            return Silent("below_minimum")
        if not gates.payment_data_is_fresh:
            return Silent("stale_payment_data")
        if gates.is_quiet_day:
            return Silent("quiet_day")
    if not sending.ignores_cap and (crowded := too_many_contacts(situation.contacts, rules, on)):
        return crowded
    return Ask(items, net)


def _has_reason(situation: Situation, items: Sequence[OverdueItem], number: int, rules: Rules, on: date) -> bool:
    """Whether what led to the step is still there: an item nobody has written about since the standing began (as
    `decide_next_step` sees it), or one old enough.
    """
    if number == 1:
        is_new = situation.step == 0
        return any(
            (is_new or not one.reminded) and (on - one.due_on).days >= rules.steps[0].after_days for one in items
        )
    after_days = rules.steps[min(number, len(rules.steps)) - 1].after_days
    return any((on - one.due_on).days >= after_days for one in items)
