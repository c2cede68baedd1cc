"""What is a person asked to do about a customer's case?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from saldo.cases.choices import CaseKind
from saldo.collections.choices import TaskKind

_KINDS: Final[Mapping[str, TaskKind]] = {
    CaseKind.QUESTION.value: TaskKind.ANSWER_QUESTION,
    CaseKind.DISPUTE.value: TaskKind.RESOLVE_DISPUTE,
    CaseKind.CONTACT_CHANGE.value: TaskKind.CONFIRM_CONTACT,
}


def task_kind_of_case(kind: str) -> TaskKind:
    """A question is answered, a dispute looked into, and new contact details are checked."""
    return _KINDS[kind]
