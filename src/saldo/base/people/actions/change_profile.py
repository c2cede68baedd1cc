from __future__ import annotations

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.models import User
from saldo.kernel.actors import Actor


def change_profile(user: User, *, name: str, language: str, actor: Actor) -> None:
    """Change how a person is called and which language they read. The same again changes nothing."""
    actor.require("change_profile")
    before, after = {"name": user.name, "language": user.language}, {"name": name, "language": language}
    if before == after:
        return
    user.name, user.language = name, language
    user.save(update_fields=["name", "language"])
    record("change_profile", [AuditLine("member", user.id, before, after)], actor=actor)
