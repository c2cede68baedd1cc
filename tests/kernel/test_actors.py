from uuid import uuid4

import pytest

from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.errors import NotPermitted

TENANT = uuid4()


def bob(*permissions: str, kind: ActorKind = ActorKind.PERSON) -> Actor:
    return Actor(TENANT, kind, uuid4(), "Bob", frozenset(permissions))


@pytest.mark.parametrize("kind", [ActorKind.PERSON, ActorKind.API_KEY, ActorKind.CUSTOMER])
def test_an_actor_may_do_what_is_permitted_and_nothing_else(kind):
    actor = bob("view_invoices", kind=kind)
    assert actor.may("view_invoices")
    actor.require("view_invoices")
    assert not actor.may("issue_invoices")
    with pytest.raises(NotPermitted) as refusal:
        actor.require("issue_invoices")
    assert refusal.value.http_status == 403
    assert "issue_invoices" in refusal.value.sentence


def test_the_system_may_do_everything_and_has_no_id():
    night = Actor.system(TENANT)
    night.require("issue_invoices")
    assert (night.name, night.kind, night.id, night.tenant_id) == ("night", ActorKind.SYSTEM, None, TENANT)
    assert Actor.system(TENANT, name="setup").name == "setup"


def test_nobody_gives_themselves_a_permission():
    with pytest.raises(AttributeError):
        bob().permissions = frozenset({"issue_invoices"})
