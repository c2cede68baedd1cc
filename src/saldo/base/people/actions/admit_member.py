from __future__ import annotations

from django.contrib.auth.hashers import make_password

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.choices import Role
from saldo.base.people.models import Membership, User
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput


def admit_member(email: str, *, name: str, role: str, password: str, language: str, actor: Actor) -> User:
    """Make a person a member at once, with a first password if they are new: for the installation itself.

    `saldo setup` and the demo do this; people invite one another (`invite_member`), so that nobody knows another's
    password. A member already gets the role and keeps their password. Raises BadInput for an unknown role.
    """
    actor.require("admit_member")
    if role not in Role.values:
        raise BadInput(code="unknown_role", sentence=f"There is no role {role}.", field="role")
    now = current_frame().now
    user, is_new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"name": name, "language": language, "password": make_password(password), "created_at": now},
    )
    values = {"role": role, "is_active": True, "joined_at": now, "invitation": None}
    Membership.objects.update_or_create(
        tenant_id=actor.tenant_id, user=user, defaults=values, create_defaults={**values, "created_at": now}
    )
    record("admit_member", [AuditLine("member", user.id, None, {"role": role, "is_new": is_new})], actor=actor)
    return user
