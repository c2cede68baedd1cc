from __future__ import annotations

from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.collections.choices import ReminderState
from saldo.collections.models import Reminder
from saldo.collections.policies.fill_variables import VARIABLES, unknown_variables
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput, Conflict, NotFound


def change_reminder(reminder_id: UUID, *, subject: str, body: str, version: int, actor: Actor) -> int:
    """Write other words into a drafted reminder. Returns its new version.

    Raises NotFound; Conflict ("changed_meanwhile" where it has another version, "not_waiting" where it is no draft any
    more); BadInput that names the field.
    """
    actor.require("change_reminder")
    row = Reminder.objects.select_for_update().filter(tenant_id=actor.tenant_id, id=reminder_id).first()
    if row is None:
        raise NotFound()
    if row.state != ReminderState.DRAFTED:
        raise Conflict("not_waiting", "This reminder does not wait for you any more.")
    if row.version != version:
        raise Conflict("changed_meanwhile", "Somebody else has changed this text since you opened it.")
    subject, body = " ".join(subject.split()), body.replace("\r\n", "\n").strip()
    _check("subject", subject)
    _check("body", body)
    if len(subject) > 300:
        raise BadInput("too_long", "A subject has at most 300 characters.", field="subject")
    before = {"subject": row.subject, "body": row.body}
    changed = Reminder.objects.filter(tenant_id=actor.tenant_id, id=reminder_id)
    changed.update(subject=subject, body=body, version=version + 1)
    line = AuditLine("reminder", reminder_id, before, {"subject": subject, "body": body})
    record("change_reminder", [line], actor=actor)
    return version + 1


def _check(field: str, text: str) -> None:
    if not text:
        raise BadInput("empty", "A reminder needs a subject and a text.", field=field)
    if unknown := unknown_variables(text):
        known = ", ".join(f"{{{name}}}" for name in VARIABLES)
        sentence = f"Nobody knows what {{{unknown[0]}}} stands for. You can use {known}."
        raise BadInput("unknown_variable", sentence, field=field)
