from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from saldo.base.tenants.frame import current_frame, frame
from saldo.correspondence.actions.cancel_messages import cancel_messages
from saldo.correspondence.actions.claim_messages import ClaimedMessage, claim_messages
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.postpone_messages import postpone_messages
from saldo.correspondence.actions.record_attempts import Attempt, record_attempts
from saldo.correspondence.choices import AttemptResult
from saldo.correspondence.queries import MailChannel, attachments, get_mail_channel, messages
from saldo.kernel.actors import Actor
from saldo.kernel.errors import PluginError
from saldo.spi.channel import DELIVERY_UNCERTAIN, Attachment, OutgoingMessage, Receipt

log = logging.getLogger(__name__)

GIVE_UP_AFTER = 3
"""So many messages in a row that the server did not take: it is the server, so the others are not tried in vain."""

READ_AHEAD = 20
"""Messages whose attachments are read together."""

REST = timedelta(minutes=1)
"""How long the others then wait."""


class Stop(NamedTuple):
    """Why a message must not go out now. It is cancelled, or waits until an instant."""

    reason: str
    until: datetime | None = None


Check = Callable[[Sequence[UUID]], Mapping[UUID, Stop]]
"""Which of the messages must not go out. It is called in the frame that then claims, before the messages are locked:
it locks what it relies on, and what it found holds until the claim is committed.
"""

Answer = Receipt | PluginError


def carry_messages(message_ids: Sequence[UUID], *, actor: Actor, check: Check | None = None) -> None:
    """Hand messages to the mail server, one after the other, over one connection where the channel can.

    Needs no frame and opens short ones: check and claim, hand over outside, record. So at most one message of a killed
    process is uncertain. A job of any context that sends calls this, with its own `check` if it has conditions.
    """
    actor.require("carry_messages")
    run = _Run(message_ids, actor, check)
    mail = get_mail_channel()
    if mail is None:
        with frame(actor.tenant_id):
            claim_messages(message_ids, actor=actor)  # which holds them
        return
    try:
        with closing(_answers(mail, run.claims())) as answers:
            for answer in answers:
                if run.note(answer) >= GIVE_UP_AFTER:
                    break
    finally:
        run.write_down()
    run.put_off_the_rest()


class _Run:
    """One run over a batch: which messages are left, which one is being handed over, how often in vain."""

    def __init__(self, message_ids: Sequence[UUID], actor: Actor, check: Check | None) -> None:
        self.left = list(reversed(message_ids))
        self.actor, self.check = actor, check
        self.current: ClaimedMessage | None = None
        self.noted: Attempt | None = None
        self.attached: Mapping[UUID, tuple[Attachment, ...]] = {}
        self.ahead: set[UUID] = set()
        self.in_vain = 0

    def claims(self) -> Iterator[OutgoingMessage]:
        """Claim one message after another. Before the next one is handed over, the answer to the last is committed."""
        while self.left:
            if self.check is not None:
                # A check locks things that others lock before messages: it must not find a message locked by us.
                self.write_down()
            noted = self.noted
            with frame(self.actor.tenant_id):
                if noted is not None:
                    record_attempts([noted], actor=self.actor)
                self.current = self._claim(self.left.pop())
            self.noted = None
            if self.current is not None:
                yield self.current.outgoing

    def _claim(self, message_id: UUID) -> ClaimedMessage | None:
        stops = self.check([message_id]) if self.check else {}
        waiting = {one: (stop.until, stop.reason) for one, stop in stops.items() if stop.until is not None}
        ended = {one: stop.reason for one, stop in stops.items() if stop.until is None}
        if ended:
            cancel_messages(ended, actor=self.actor)
        if waiting:
            postpone_messages(waiting, actor=self.actor)
        if message_id in stops:
            return None
        if message_id not in self.ahead:
            self._read_ahead(message_id)
        claimed = claim_messages([message_id], actor=self.actor, attached=self.attached)
        return claimed[0] if claimed else None

    def _read_ahead(self, message_id: UUID) -> None:
        """The attachments of the next few messages at once: nothing changes what goes out with a message."""
        self.ahead = {message_id, *self.left[-READ_AHEAD:]}
        self.attached = attachments(self.actor.tenant_id, sorted(self.ahead))

    def note(self, answer: Answer) -> int:
        """Keep the answer to be written down with the next claim. Returns how many in a row were not taken."""
        assert self.current is not None
        self.noted, self.current = _attempt(self.current, answer), None
        self.in_vain = self.in_vain + 1 if self.noted.result is AttemptResult.POSTPONED else 0
        return self.in_vain

    def write_down(self) -> None:
        """Record the answer that is not recorded yet, if there is one."""
        if self.noted is not None:
            with frame(self.actor.tenant_id):
                record_attempts([self.noted], actor=self.actor)
            self.noted = None

    def put_off_the_rest(self) -> None:
        if self.left:
            with frame(self.actor.tenant_id):
                cards = messages(self.actor.tenant_id, self.left)
                sendings = [Sending(card.id, card.sending_job) for card in cards.values()]
                defer_sending(sendings, run_at=current_frame().now + REST, actor=self.actor)


def _answers(mail: MailChannel, outgoing: Iterable[OutgoingMessage]) -> Generator[Answer, None, None]:
    send_many = getattr(mail.channel, "send_many", None)
    if send_many is not None:
        yield from send_many(outgoing, mail.config)
        return
    for message in outgoing:
        try:
            answer: Answer = mail.channel.send(message, mail.config)
        except PluginError as error:
            answer = error
        yield answer


def _attempt(claimed: ClaimedMessage, answer: Answer) -> Attempt:
    def result(outcome: AttemptResult, detail: str) -> Attempt:
        return Attempt(claimed.id, claimed.claimed_at, outcome, detail)

    if isinstance(answer, Receipt):
        reference = answer.provider_reference or ""
        if answer.accepted:
            return result(AttemptResult.ACCEPTED, reference)
        return result(AttemptResult.REFUSED, reference or "The mail server refused this message.")
    log.warning("Message %s was not handed over: %s", claimed.id, answer.code)
    if answer.code == DELIVERY_UNCERTAIN:
        return result(AttemptResult.UNCERTAIN, answer.sentence)
    return result(AttemptResult.REFUSED if answer.permanent else AttemptResult.POSTPONED, answer.sentence)
