"""A reminder as a person sees it: its words, the mail that would go out now or went out, and what speaks against it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from saldo.collections.choices import ReminderState, reason_label
from saldo.collections.documents.dry_run import LINK_TO_COME
from saldo.collections.documents.letters import judge
from saldo.collections.documents.reminder_mail import Letter, letter_variables, paragraphs_of, render_letter
from saldo.collections.models import Reminder
from saldo.collections.policies.decide_next_step import Silent
from saldo.collections.policies.fill_variables import unknown_variables
from saldo.collections.queries.facts import Facts, Known
from saldo.collections.queries.policy import PolicyInForce
from saldo.correspondence.queries import get_message
from saldo.customers.queries import Billing, billing_of
from saldo.kernel.errors import NotFound
from saldo.kernel.money import Money

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


@dataclass(frozen=True, slots=True)
class ReminderView:
    """`subject` and `body` hold variables; `mail_*` is the mail as it would go out now, or as it went out.

    `objection` is the code of what speaks against sending it now, `objection_words` the same in words. Where it has no
    message yet, `letter` is what would be sent, `facts` and `policy` what was decided on.
    """

    id: UUID
    customer: Billing
    state: str
    step: int
    mode: str
    business_date: date
    version: int
    language: str
    subject: str
    body: str
    sent_at: datetime | None
    stopped_because: str
    message_id: UUID | None
    mail_subject: str = ""
    mail_text: str = ""
    mail_html: str = ""
    paragraphs: Sequence[str] = ()
    objection: str = ""
    objection_words: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    net: Mapping[str, Money] = field(default_factory=dict)
    letter: Letter | None = None
    facts: Facts | None = None
    policy: PolicyInForce | None = None


def reminder_view(tenant_id: UUID, reminder_id: UUID) -> ReminderView:
    """One reminder. Raises NotFound."""
    row = Reminder.objects.filter(tenant_id=tenant_id, id=reminder_id).first()
    if row is None:
        raise NotFound()
    return view_of(row, issuers={})


def view_of(row: Reminder, *, issuers: Mapping[UUID, LegalEntity], known: Known | None = None) -> ReminderView:
    """A reminder that has been read; `issuers` are those that have been read too, `known` what is of its customer."""
    facts = {"id": row.id, **{name: getattr(row, name) for name in _COPIED}}
    if row.message_id is None and row.state in (ReminderState.DRAFTED, ReminderState.QUEUED):
        judged = judge(row.tenant_id, [row], issuers=issuers, known=known)[row.id]
        found = judged.found
        facts |= {"facts": judged.facts, "policy": judged.policy, "customer": judged.facts.billing}
        if isinstance(found, Silent):
            return ReminderView(**facts, **_objection(found))
        return ReminderView(**facts, letter=found, **_preview(found))
    if row.message_id is not None:
        message = get_message(row.tenant_id, row.message_id)
        facts |= {"mail_subject": message.subject, "mail_text": message.body_text, "mail_html": message.body_html}
    customer = billing_of(row.tenant_id, [row.customer_id])[row.customer_id]
    return ReminderView(**facts, customer=customer)


_COPIED = (
    *("state", "step", "mode", "business_date", "version", "language", "subject", "body", "sent_at"),
    *("stopped_because", "message_id"),
)


def _objection(found: Silent) -> dict[str, Any]:
    return {"objection": found.reason, "objection_words": reason_label(found.reason)}


def _preview(letter: Letter) -> dict[str, Any]:
    mail = render_letter(letter, url=LINK_TO_COME)
    unknown = unknown_variables(letter.subject + letter.body)
    return {
        "mail_subject": mail.subject,
        "mail_text": mail.text,
        "mail_html": mail.html,
        "paragraphs": paragraphs_of(letter),
        "variables": letter_variables(letter),
        "net": letter.ask.net,
        "objection": "unknown_variable" if unknown else "",
    }
