from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.customers.models import Contact
from saldo.kernel.actors import Actor
from saldo.kernel.outcomes import Outcome, Refusal

MAX_DETAIL = 300


def mark_bounced(contact_ids: Sequence[UUID], *, detail: str, actor: Actor) -> Outcome[UUID]:
    """Note that mail to contacts came back for good, with what the mail server said; change_contact clears it.

    A contact that is marked already is `unchanged` and keeps its first date; an unknown one is refused.
    """
    actor.require("mark_bounced")
    outcome: Outcome[UUID] = Outcome()
    wanted = list(dict.fromkeys(contact_ids))
    rows = Contact.objects.filter(tenant_id=actor.tenant_id, id__in=wanted).order_by("id").select_for_update()
    bounced_at = {row.id: row.bounced_at for row in rows}
    for contact_id in wanted:
        if contact_id not in bounced_at:
            outcome.refused.append(Refusal(contact_id, "not_found", "There is no such contact."))
        elif bounced_at[contact_id] is not None:
            outcome.unchanged.append(contact_id)
        else:
            outcome.done.append(contact_id)
    said = " ".join(detail.split())[:MAX_DETAIL]
    Contact.objects.filter(tenant_id=actor.tenant_id, id__in=outcome.done).update(
        bounced_at=current_frame().now, bounce_detail=said
    )
    record(
        "mark_bounced",
        [AuditLine("contact", one, {"bounced_at": None}, {"bounce_detail": said}) for one in outcome.done],
        actor=actor,
    )
    return outcome
