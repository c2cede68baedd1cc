"""The frame: one tenant, one transaction, one instant."""

from __future__ import annotations

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection

from saldo.base.tenants.actions import issue_secret
from saldo.base.tenants.frame import current_frame, frame
from saldo.base.tenants.models import LegalEntity, Secret, Tenant
from saldo.base.tenants.queries import find_tenant, hash_secret, list_legal_entities, list_tenants
from saldo.kernel.errors import NestedFrame, NoFrame
from saldo.kernel.references import new_id


def test_a_frame_sees_its_own_tenant_and_nothing_else(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        assert [one.name for one in LegalEntity.objects.all()] == ["Atelier Norte, Lda"]
        assert [one.id for one in Tenant.objects.all()] == [house.tenant_id]
        assert list_legal_entities(charlies_house.tenant_id) == []


def test_a_row_cannot_be_written_for_another_tenant(house, charlies_house, frame_of):
    with pytest.raises(Exception, match="row-level security"), frame_of(house.tenant_id):
        Secret.objects.create(tenant_id=charlies_house.tenant_id, secret_hash=b"x" * 32, created_at=datetime.now(UTC))


def test_a_row_cannot_point_into_another_tenant(house, charlies_house, frame_of):
    from saldo.base.numbering.actions import create_series

    with pytest.raises(Exception, match="foreign key"), frame_of(house.tenant_id):
        create_series(charlies_house.entity_id, kind="other", pattern="{number}", actor=house.alice)


def test_frames_do_not_nest(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NestedFrame), frame_of(house.tenant_id):
        pass


def test_there_is_no_frame_outside_one(database):
    with pytest.raises(NoFrame):
        current_frame()


def test_an_exception_rolls_back_and_the_tenant_is_forgotten(house, frame_of):
    with pytest.raises(ZeroDivisionError), frame_of(house.tenant_id):
        issue_secret(prefix="sk_", actor=house.alice)
        raise ZeroDivisionError
    with frame_of(house.tenant_id):
        assert Secret.objects.count() == 0
    with pytest.raises(Exception, match="uuid|saldo.tenant"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM tenants_secret")


def test_without_a_clock_the_frame_takes_the_databases_time(house):
    with frame(house.tenant_id) as opened, connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        assert cursor.fetchone()[0] == opened.now


def test_another_thread_has_no_frame(house, frame_of):
    seen = []

    def look() -> None:
        try:
            current_frame()
        except NoFrame:
            seen.append("no frame")

    with frame_of(house.tenant_id):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == ["no frame"]


def test_a_secret_finds_its_tenant_before_a_frame_is_open_and_is_not_stored(house, charlies_house, frame_of):
    with frame_of(house.tenant_id):
        _, token = issue_secret(prefix="sk_", actor=house.alice)
        assert token.startswith("sk_")
        assert token.encode() not in bytes(Secret.objects.get().secret_hash)
    assert find_tenant(hash_secret(token)) == house.tenant_id
    assert find_tenant(hash_secret(token + "x")) is None
    assert list_tenants() == [house.tenant_id, charlies_house.tenant_id]


def test_creating_a_tenant_again_changes_nothing(house, frame_of):
    from saldo.base.tenants.actions import create_tenant

    with frame_of(house.tenant_id):
        create_tenant(house.tenant_id, name="Another name")
        assert Tenant.objects.get().name == "Atelier Norte"


def test_the_ids_of_tenants_are_all_that_the_application_learns_without_a_frame(house):
    with pytest.raises(Exception, match="uuid|saldo.tenant"), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM tenants_tenant")


def test_a_new_tenant_is_seen_only_in_its_own_frame(frame_of, database):
    from saldo.base.tenants.actions import create_tenant

    first, second = new_id(), new_id()
    for tenant_id in (first, second):
        with frame_of(tenant_id):
            create_tenant(tenant_id, name=str(tenant_id))
    with frame_of(first):
        assert Tenant.objects.get().name == str(first)
