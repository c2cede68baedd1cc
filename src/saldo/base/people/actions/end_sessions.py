from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib.sessions.models import Session

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import SignIn
from saldo.kernel.actors import Actor


def end_sessions(sign_in_ids: Sequence[UUID], *, actor: Actor) -> int:
    """Sign the actor out of their own browsers. Returns how many; what belongs to somebody else is not touched."""
    actor.require("end_sessions")
    assert actor.id is not None  # a person
    mine = SignIn.objects.filter(user_id=actor.id, id__in=sign_in_ids)
    keys = list(mine.values_list("session_key", flat=True))
    if keys:
        Session.objects.filter(session_key__in=keys).delete()
        mine.delete()
        record("end_sessions", [AuditLine("member", actor.id, None, {"ended": len(keys)})], actor=actor)
    return len(keys)
