"""People, roles and API keys."""

from __future__ import annotations

import pytest

from saldo.base.audit.queries import records_of
from saldo.base.people.actions import create_api_key, invite_member, revoke_api_key
from saldo.base.people.models import User
from saldo.base.people.policies.permissions import API_SCOPES, EVERYTHING, PERMISSIONS
from saldo.base.people.queries import actor_for, actor_of_api_key, list_members, memberships_of
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.kernel.errors import BadInput, NotPermitted


def invite(house, email="Dora@example.test", role="collector", actor=None):
    return invite_member(
        email, name="Dora", role=role, password="correct horse battery", language="pl", actor=actor or house.alice
    )


def test_a_new_member_can_act_with_their_role(house, frame_of):
    with frame_of(house.tenant_id):
        user = invite(house)
        assert [one.email for one in list_members(house.tenant_id)] == ["dora@example.test"]
    [membership] = memberships_of(user.id)
    actor = actor_for(user, membership)
    assert actor.tenant_id == house.tenant_id and actor.may("issue_invoices") and not actor.may("create_api_key")
    assert user.check_password("correct horse battery")


def test_a_person_may_belong_to_two_tenants_and_keeps_their_password(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        invite(house)
    with frame_of(charlies_house.tenant_id):
        user = invite(charlies_house, role="read_only", actor=charlies_house.night)
    assert User.objects.count() == 1
    assert {one.role for one in memberships_of(user.id)} == {"collector", "read_only"}


def test_an_owner_cannot_let_in_an_account_that_somebody_else_made(house, charlies_house, frame_of):
    with frame_of(charlies_house.tenant_id):
        user = invite(charlies_house)
    with frame_of(house.tenant_id), pytest.raises(BadInput) as refusal:
        invite(house)
    assert refusal.value.field == "email"
    assert [one.tenant_id for one in memberships_of(user.id)] == [charlies_house.tenant_id]


def test_who_invited_and_who_made_or_closed_a_key_is_kept(house, frame_of):
    with frame_of(house.tenant_id):
        user = invite(house)
        key, _ = create_api_key("shop", scopes=["invoices:read"], actor=house.alice)
        for _ in range(2):
            revoke_api_key(key.id, actor=house.alice)
        assert [one.action for one in records_of(house.tenant_id, user.id)] == ["invite_member"]
        assert [one.action for one in records_of(house.tenant_id, key.id)] == ["create_api_key", "revoke_api_key"]


def test_only_an_owner_invites_and_only_to_a_role_that_exists(house, frame_of):
    with frame_of(house.tenant_id):
        with pytest.raises(NotPermitted):
            invite_member("x@example.test", name="X", role="owner", password="p", language="en", actor=house.bob)
        with pytest.raises(BadInput):
            invite(house, role="emperor")


def test_a_key_opens_its_tenant_with_its_scopes_until_it_is_revoked(house, frame_of):
    with frame_of(house.tenant_id):
        key, token = create_api_key("shop", scopes=["invoices:read"], actor=house.alice)
    assert find_tenant(hash_secret(token)) == house.tenant_id
    with frame_of(house.tenant_id):
        actor = actor_of_api_key(house.tenant_id, hash_secret(token))
        assert actor is not None and actor.may("view_invoices") and not actor.may("issue_invoices")
        revoke_api_key(key.id, actor=house.alice)
        assert actor_of_api_key(house.tenant_id, hash_secret(token)) is None


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_a_key_needs_scopes_that_exist(house, frame_of, scopes):
    with frame_of(house.tenant_id), pytest.raises(BadInput):
        create_api_key("shop", scopes=scopes, actor=house.alice)


def test_every_role_and_scope_is_made_of_permissions_that_exist():
    for granted in (*PERMISSIONS.values(), *API_SCOPES.values()):
        assert granted <= EVERYTHING
