"""The collector's mornings in the past: every task is dealt with, but those that are left for the demo's reader."""

from __future__ import annotations

from datetime import date

from saldo.base.tenants.frame import frame
from saldo.collections.actions import Talk, close_tasks, log_outcome, send_reminders
from saldo.collections.choices import TaskKind
from saldo.collections.queries import worklist
from saldo.collections.queries.worklist import WorklistRow
from saldo.correspondence.choices import CallOutcome
from saldo.demo.stage import Stage
from saldo.kernel.references import new_id

_CASES = (TaskKind.ANSWER_QUESTION, TaskKind.RESOLVE_DISPUTE, TaskKind.CONFIRM_CONTACT)
"""These end when their case does."""

_SAID = {
    TaskKind.DECIDE_NEXT: "Called again and left a message; the agency's lawyer has the file.",
    TaskKind.CHECK_PROMISE: "Not there yet; we write again.",
    TaskKind.RECOVER_PAYMENT: "They send the money again.",
    TaskKind.CALL_CUSTOMER: "Spoke with accounts; they look into it.",
}


def clear_worklist(story: Stage, day: date) -> None:
    """Take the worklist from top to bottom: send the letters, talk to people, close what is done."""
    with frame(story.tenant_id):
        rows = worklist(story.tenant_id, on=day, limit=100).rows
        mine = [row for row in rows if not _is_left(story, row)]
        promises = {one.customer: one for one in story.plan.promises if one.day <= day < one.pays_on}
        letters = []
        for row in mine:
            promise = promises.get(row.customer_number)
            if promise and row.kind in (TaskKind.REVIEW_REMINDER, TaskKind.DECIDE_NEXT):
                talk = Talk(id=new_id(), outcome=CallOutcome.PROMISED, promised_on=promise.pays_on, text=promise.text)
                log_outcome(row.task_id, talk=talk, on=day, actor=story.collector)
            elif row.kind == TaskKind.REVIEW_REMINDER and row.reminder_id:
                letters.append(row.reminder_id)
            elif row.kind not in _CASES:
                close_tasks([row.task_id], outcome=_SAID.get(TaskKind(row.kind), ""), actor=story.collector)
        send_reminders(letters, on=day, actor=story.collector)  # what may not go out today waits


def _is_left(story: Stage, row: WorklistRow) -> bool:
    step = story.plan.left.get(row.customer_number)
    if step is None:
        return False
    return row.kind != TaskKind.REVIEW_REMINDER or (row.reminder_step or 0) >= step
