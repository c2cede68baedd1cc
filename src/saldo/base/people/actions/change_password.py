from __future__ import annotations

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import User
from saldo.kernel.actors import Actor


def change_password(user: User, *, password: str, actor: Actor) -> None:
    """Give an account another password; Django ends every session that began under the old one.

    The edge has made sure that its owner asks: they confirmed it, or hold the link of a reset.
    """
    actor.require("change_password")
    user.set_password(password)
    user.save(update_fields=["password"])
    record("change_password", [AuditLine("member", user.id, None, None)], actor=actor)
