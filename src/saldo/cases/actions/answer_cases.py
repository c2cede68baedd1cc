from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import update_rows
from saldo.cases.actions.close_cases import close_cases
from saldo.cases.documents.answer_ground import AnswerGround, read_ground
from saldo.cases.documents.answer_mail import render_answer_mail
from saldo.cases.models import Case
from saldo.cases.policies.check_case import MOST_WORDS
from saldo.cases.queries import CaseSheet, lock_cases
from saldo.correspondence.actions import NewMessage, send_messages
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseAnswer:
    """A person's words about a case; `message_id` is made before the first try. `closes`: nothing is left to do."""

    case_id: UUID
    message_id: UUID
    words: str
    closes: bool = False


def answer_cases(answers: Sequence[CaseAnswer], *, actor: Actor) -> Outcome[UUID]:
    """Mail answers to the customers' contacts, and close what is answered for good. Returns the cases.

    Unchanged: this answer has been sent already. Refused, by the case: "not_found", "empty", "too_long", "no_address",
    "address_bounced".
    """
    actor.require("answer_cases")
    found = lock_cases(actor.tenant_id, [one.case_id for one in answers])
    ground = read_ground(list(found.values()), actor=actor)
    outcome: Outcome[UUID] = Outcome()
    new: dict[UUID, NewMessage] = {}
    for one in answers:
        case = found.get(one.case_id)
        fault = ("not_found", "There is no such case.") if case is None else _fault(one, case, ground)
        if fault is not None:
            outcome.refused.append(Refusal(one.case_id, *fault))
        elif case is not None:
            new[one.case_id] = _message(one, case, ground, actor)
    sent = send_messages(list(new.values()), actor=actor)
    done = set(sent.done)
    refused = {refusal.item: refusal for refusal in sent.refused}
    for case_id, message in new.items():
        if message.id in refused:
            outcome.refused.append(Refusal(case_id, refused[message.id].code, refused[message.id].sentence))
        else:
            (outcome.done if message.id in done else outcome.unchanged).append(case_id)
    _note(outcome.done, actor)
    closing = [one.case_id for one in answers if one.closes and one.case_id in new]
    close_cases([one for one in closing if one in {*outcome.done, *outcome.unchanged}], note="", actor=actor)
    return outcome


def _fault(answer: CaseAnswer, case: CaseSheet, ground: AnswerGround) -> tuple[str, str] | None:
    if not answer.words.strip():
        return "empty", "Write your answer first."
    if len(answer.words) > MOST_WORDS:
        return "too_long", f"An answer has at most {MOST_WORDS} characters."
    return ground.fault(case)


def _note(case_ids: Sequence[UUID], actor: Actor) -> None:
    now = current_frame().now
    update_rows(Case, ("id", "answered_at"), [(one, now) for one in case_ids])
    record("answer_cases", [AuditLine("case", one, None, {"answered_at": now}) for one in case_ids], actor=actor)


def _message(answer: CaseAnswer, case: CaseSheet, ground: AnswerGround, actor: Actor) -> NewMessage:
    billing, entity = ground.billing[case.customer_id], ground.entities[case.legal_entity_id]
    mail = render_answer_mail(
        case, answer.words, number=ground.number(case), entity=entity, billing=billing, url=ground.url(case)
    )
    return ground.message(case, mail, message_id=answer.message_id, key=f"answer_cases:{answer.message_id}")
