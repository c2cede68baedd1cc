from __future__ import annotations

from django.contrib.auth.hashers import make_password

from saldo.base.audit.actions import AuditLine, record
from saldo.base.people.choices import Role
from saldo.base.people.models import Membership, User
from saldo.base.tenants.frame import current_frame
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.errors import BadInput


def invite_member(email: str, *, name: str, role: str, password: str, language: str, actor: Actor) -> User:
    """Make a person a member of the actor's tenant, with a first password if they are new.

    A person who is a member already keeps their password and gets the role. Raises BadInput for an unknown role, and
    for somebody else's account: whoever made it may know its password, so only the installation itself (`saldo setup`)
    may let an account into a second tenant.
    """
    actor.require("invite_member")
    if role not in Role.values:
        raise BadInput(code="unknown_role", sentence=f"There is no role {role}.", field="role")
    now = current_frame().now
    _refuse_foreign_account(email.strip().lower(), actor)
    user, is_new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"name": name, "language": language, "password": make_password(password), "created_at": now},
    )
    Membership.objects.update_or_create(
        tenant_id=actor.tenant_id,
        user=user,
        defaults={"role": role, "is_active": True},
        create_defaults={
            "role": role,
            "created_at": now,
        },
    )
    after = {"role": role, "is_new": is_new}
    record("invite_member", [AuditLine("member", user.id, None, after)], actor=actor)
    return user


def _refuse_foreign_account(email: str, actor: Actor) -> None:
    if actor.kind is ActorKind.SYSTEM:
        return
    known = User.objects.filter(email=email).exists()
    if known and not Membership.objects.filter(tenant_id=actor.tenant_id, user__email=email).exists():
        sentence = "This address belongs to an account of another company here. Use another address."
        raise BadInput("address_in_use", sentence, field="email")
