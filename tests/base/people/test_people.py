from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from saldo.base.audit.queries import records_of
from saldo.base.people.actions import (
    accept_invitation,
    admit_member,
    change_member,
    create_api_key,
    invite_member,
    revoke_api_key,
    withdraw_invitations,
)
from saldo.base.people.models import Membership, User
from saldo.base.people.policies.permissions import API_SCOPES, EVERYTHING, ONESELF, PERMISSIONS
from saldo.base.people.queries import (
    actor_for,
    actor_of_api_key,
    find_invitation,
    invitation_token,
    list_colleagues,
    list_members,
    memberships_of,
)
from saldo.base.tenants.frame import frame
from saldo.base.tenants.queries import find_tenant, hash_secret
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.errors import BadInput, Conflict, NotFound, NotPermitted

PASSWORD = "correct horse battery"


def admit(house, role="collector", email="dora@Example.test"):
    return admit_member(email, name="Dora", role=role, password=PASSWORD, language="pl", actor=house.night)


def invite(house, role="collector", email="dora@Example.test"):
    return invite_member(email, name="Dora", role=role, language="pl", actor=house.alice)


def accept(membership, password=PASSWORD):
    oneself = Actor(membership.tenant_id, ActorKind.PERSON, membership.user_id, "Dora", ONESELF)
    return accept_invitation(membership.id, invitation=membership.invitation, password=password, actor=oneself)


def test_who_is_admitted_can_act_with_their_role(house, frame_of):
    with frame_of(house.tenant_id):
        user = admit(house)
        assert [one.email for one in list_members(house.tenant_id)] == ["dora@example.test"]
    [membership] = memberships_of(user.id)
    actor = actor_for(user, membership)
    assert actor.tenant_id == house.tenant_id and actor.may("issue_invoices") and not actor.may("create_api_key")
    assert user.check_password(PASSWORD)


def test_nobody_but_the_installation_admits_without_a_link(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        admit_member("x@example.test", name="X", role="owner", password=PASSWORD, language="en", actor=house.alice)


def test_who_is_invited_is_nobody_until_they_accept(house, frame_of):
    with frame_of(house.tenant_id):
        membership = invite(house)
        assert list_members(house.tenant_id) == []
        assert memberships_of(membership.user_id) == []
        assert not membership.user.has_usable_password()
        user = accept(membership)
        assert user.check_password(PASSWORD)
        assert [one.role for one in memberships_of(user.id)] == ["collector"]


def test_an_invitation_is_accepted_once(house, frame_of):
    with frame_of(house.tenant_id):
        membership = invite(house)
        accept(membership)
        with pytest.raises(NotFound):
            accept(membership, password="another password")
    assert User.objects.get().check_password(PASSWORD)


def test_an_invitation_that_was_sent_again_voids_the_link_before(house, frame_of, clock):
    with frame_of(house.tenant_id):
        first = invitation_token(invite(house))
        second = invitation_token(invite(house, role="bookkeeper"))
    assert find_invitation(first, now=clock.now()) is None
    assert find_invitation(second, now=clock.now()).membership.role == "bookkeeper"


def test_an_invitation_that_was_withdrawn_opens_nothing(house, frame_of, clock):
    with frame_of(house.tenant_id):
        membership = invite(house)
        assert withdraw_invitations([membership.id], actor=house.alice) == 1
        assert withdraw_invitations([membership.id], actor=house.alice) == 0
        with pytest.raises(NotFound):
            accept(membership)
        assert list_colleagues(house.tenant_id, now=clock.now()) == []
    assert find_invitation(invitation_token(membership), now=clock.now()) is None


def test_an_invitation_ends_after_a_week(house, frame_of, clock):
    with frame_of(house.tenant_id):
        membership = invite(house)
    token = invitation_token(membership)
    clock.advance(days=7)
    assert find_invitation(token, now=clock.now()) is not None
    clock.advance(seconds=1)
    assert find_invitation(token, now=clock.now()) is None
    with frame_of(house.tenant_id):
        [shown] = list_colleagues(house.tenant_id, now=clock.now())
        assert shown.standing == "expired"
        with pytest.raises(NotFound):
            accept(membership)


@pytest.mark.parametrize("token", ["", "x", "WyJhIiwiYiJd:AAAA", "WzEsMl0:x", "a:b:c"])
def test_a_forged_invitation_opens_nothing(house, clock, token):
    assert find_invitation(token, now=clock.now()) is None


def test_a_known_person_joins_a_second_company_with_the_password_they_have(house, charlies_house, frame_of):
    with frame_of(charlies_house.tenant_id):
        user = admit(charlies_house, role="read_only")
    with frame_of(house.tenant_id):
        membership = invite(house)
        assert [one.tenant_id for one in memberships_of(user.id)] == [charlies_house.tenant_id]
        accept(membership, password="something that must not count")
    assert User.objects.get().check_password(PASSWORD)
    assert {one.role for one in memberships_of(user.id)} == {"collector", "read_only"}


def test_who_works_here_is_not_invited_again(house, frame_of):
    with frame_of(house.tenant_id):
        admit(house)
        with pytest.raises(Conflict):
            invite(house)


def test_only_an_owner_invites_and_only_to_a_role_that_exists(house, frame_of):
    with frame_of(house.tenant_id):
        with pytest.raises(NotPermitted):
            invite_member("x@example.test", name="X", role="owner", language="en", actor=house.bob)
        with pytest.raises(BadInput):
            invite(house, role="emperor")


def test_a_role_is_changed_and_kept_who_changed_it(house, frame_of):
    with frame_of(house.tenant_id):
        user = admit(house)
        [membership] = memberships_of(user.id)
        for _ in range(2):
            change_member(membership.id, role="bookkeeper", is_active=True, actor=house.alice)
        change_member(membership.id, role="bookkeeper", is_active=False, actor=house.alice)
        assert memberships_of(user.id) == []
        actions = [one.action for one in records_of(house.tenant_id, user.id)]
        assert actions == ["admit_member", "change_member", "change_member"]


def test_the_last_owner_cannot_go(house, frame_of):
    with frame_of(house.tenant_id):
        owner = admit(house, role="owner")
        [membership] = memberships_of(owner.id)
        for change in ({"role": "collector", "is_active": True}, {"role": "owner", "is_active": False}):
            with pytest.raises(Conflict):
                change_member(membership.id, **change, actor=house.alice)
        admit(house, role="owner", email="erik@example.test")
        change_member(membership.id, role="owner", is_active=False, actor=house.alice)
        assert [one.name for one in list_members(house.tenant_id)] == ["Dora"]


def test_of_two_owners_who_leave_at_once_one_stays(house, clock, frame_of):
    with frame_of(house.tenant_id):
        for email in ("dora@example.test", "erik@example.test"):
            admit(house, role="owner", email=email)
    members = list(Membership.objects.values_list("id", flat=True))
    together, refused = Barrier(2), []

    def leave(member_id):
        try:
            with frame(house.tenant_id, clock=clock):
                together.wait(timeout=10)
                change_member(member_id, role="owner", is_active=False, actor=house.alice)
        except Conflict as error:
            refused.append(error.code)
        finally:
            connection.close()

    threads = [Thread(target=leave, args=[one]) for one in members]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=20)
    assert refused == ["last_owner"]
    assert Membership.objects.filter(is_active=True).count() == 1


def test_a_member_of_another_company_does_not_exist(house, charlies_house, frame_of):
    with frame_of(charlies_house.tenant_id):
        user = admit(charlies_house)
    [membership] = memberships_of(user.id)
    with frame_of(house.tenant_id):
        with pytest.raises(NotFound):
            change_member(membership.id, role="owner", is_active=True, actor=house.alice)
        assert withdraw_invitations([membership.id], actor=house.alice) == 0


def test_who_made_or_closed_a_key_is_kept(house, frame_of):
    with frame_of(house.tenant_id):
        key, _ = create_api_key("shop", scopes=["invoices:read"], actor=house.alice)
        for _ in range(2):
            revoke_api_key(key.id, actor=house.alice)
        assert [one.action for one in records_of(house.tenant_id, key.id)] == ["create_api_key", "revoke_api_key"]


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


def test_what_each_role_may_not_do():
    assert not PERMISSIONS["bookkeeper"] & {"issue_invoices", "send_reminders", "change_reminder", "change_policy"}
    assert {"record_payments", "reverse_payments", "import_payments"} <= PERMISSIONS["bookkeeper"]
    assert not PERMISSIONS["account_manager"] & {"record_payments", "send_reminders", "issue_invoices", "change_policy"}
    assert {"write_note", "draft_invoices", "change_reminder"} <= PERMISSIONS["account_manager"]
    for role in ("collector", "bookkeeper", "account_manager", "read_only"):
        assert not PERMISSIONS[role] & {"invite_member", "change_member", "create_api_key", "connect_gateway"}
