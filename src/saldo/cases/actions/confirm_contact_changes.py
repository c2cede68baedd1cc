from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from saldo.cases.actions.close_cases import close_cases
from saldo.cases.choices import CaseKind
from saldo.cases.documents.answer_ground import AnswerGround, read_ground
from saldo.cases.documents.answer_mail import render_contact_mail
from saldo.cases.queries import CaseSheet, lock_cases
from saldo.correspondence.actions import NewMessage, send_messages
from saldo.customers.actions import change_contact, change_customer
from saldo.kernel.actors import Actor
from saldo.kernel.errors import SaldoError
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.kernel.references import new_id


def confirm_contact_changes(case_ids: Sequence[UUID], *, actor: Actor) -> Outcome[UUID]:
    """Apply the contact details that customers proposed, close the cases, and tell the customers by mail.

    The address that was known before is told too, without a link: where somebody else proposed a new one, the customer
    learns of it. Unchanged: closed already. Refused: "not_found", and what the details themselves are refused for.
    """
    actor.require("confirm_contact_changes")
    found = lock_cases(actor.tenant_id, case_ids)
    before = read_ground(list(found.values()), actor=actor)
    outcome: Outcome[UUID] = Outcome()
    for case_id in dict.fromkeys(case_ids):
        case = found.get(case_id)
        if case is None or case.kind != CaseKind.CONTACT_CHANGE:
            outcome.refused.append(Refusal(case_id, "not_found", "There is no such case."))
        elif not case.is_open:
            outcome.unchanged.append(case_id)
        else:
            try:
                _apply(case, actor)
            except SaldoError as error:
                outcome.refused.append(Refusal(case_id, error.code, error.sentence))
            else:
                outcome.done.append(case_id)
    applied = [found[one] for one in outcome.done]
    after = read_ground(applied, actor=actor)
    new = [_message(one, after, has_link=True) for one in applied if after.fault(one) is None]
    moved = [one for one in applied if _email(one, before) not in ("", _email(one, after))]
    new += [_message(one, before, has_link=False) for one in moved]
    send_messages(new, actor=actor)
    close_cases(outcome.done, note="", actor=actor)
    return outcome


def _apply(case: CaseSheet, actor: Actor) -> None:
    proposed = {name: value.strip() for name, value in case.proposed.items() if value.strip()}
    contact: dict[str, Any] = {name: proposed[name] for name in ("email", "phone") if name in proposed}
    if contact:
        change_contact(case.customer_id, details=contact, actor=actor)
    if "address" in proposed:
        lines = [line.strip() for line in proposed["address"].splitlines() if line.strip()]
        change_customer(case.customer_id, details={"address_lines": lines}, actor=actor)


def _email(case: CaseSheet, ground: AnswerGround) -> str:
    return ground.billing[case.customer_id].email


def _message(case: CaseSheet, ground: AnswerGround, *, has_link: bool) -> NewMessage:
    billing, entity = ground.billing[case.customer_id], ground.entities[case.legal_entity_id]
    changed: Mapping[str, str] = {name: value for name, value in case.proposed.items() if value.strip()}
    url = ground.url(case) if has_link else ""
    mail = render_contact_mail(case, changed=changed, entity=entity, billing=billing, url=url)
    key = f"confirm_contact_changes:{case.id}:{'new' if has_link else 'old'}"
    return ground.message(case, mail, message_id=new_id(), key=key)
