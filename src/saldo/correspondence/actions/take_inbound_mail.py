from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.inbox.actions import mark_handled
from saldo.base.inbox.plugins import get_plugin
from saldo.base.inbox.queries import waiting_messages
from saldo.correspondence.actions.record_delivery_events import record_delivery_events
from saldo.correspondence.queries import MailChannel, get_mail_channel
from saldo.kernel.actors import Actor
from saldo.kernel.errors import PluginError
from saldo.kernel.outcomes import Outcome
from saldo.spi.channel import DeliveryEvent, RawEvent

PROOF = {"verified": "address"}
"""Mail is not signed: that it was posted to a secret address is what vouches for it."""


def take_inbound_mail(inbox_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Think about mail that was stored: reports of mail that came back are recorded.

    Everything is marked as handled; what could not be read, says nothing or belongs to nothing that was sent stays in
    the inbox with its problem ("unreadable", "not_a_report", "unknown_message"). Returns the messages of ours that
    were reported.
    """
    actor.require("take_inbound_mail")
    outcome: Outcome[UUID] = Outcome()
    mail = get_mail_channel() or MailChannel(get_plugin("channel", "smtp"), {})
    problems: dict[UUID, str] = {}
    for raw in waiting_messages(actor.tenant_id, inbox_ids):
        events, problem = _read(mail, RawEvent(raw.headers, bytes(raw.body)))
        if events:
            recorded = record_delivery_events(events, actor=actor)
            outcome.done += recorded.done
            outcome.unchanged += recorded.unchanged
            outcome.refused += recorded.refused
            problem = "" if recorded.done or recorded.unchanged else "unknown_message"
        problems[raw.id] = problem
    for problem in sorted(set(problems.values())):
        mark_handled([one for one, what in problems.items() if what == problem], actor=actor, problem=problem)
    return outcome


def _read(mail: MailChannel, raw: RawEvent) -> tuple[list[DeliveryEvent], str]:
    try:
        events = mail.channel.parse_event(raw, mail.config | PROOF)
    except PluginError as error:
        return [], f"unreadable: {error.code}"
    return events, "" if events else "not_a_report"
