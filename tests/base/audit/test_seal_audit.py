"""The audit trail cannot be changed, and its seals tell when it was."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.db.utils import DatabaseError

from saldo.base.audit.actions import AuditLine, record, seal_audit
from saldo.base.audit.queries import prove_audit, records_of
from saldo.base.tenants.frame import current_frame
from saldo.kernel.references import new_id


def write(house, count=1, subject=None):
    lines = [AuditLine("invoice", subject or new_id(), {"a": 1}, {"a": n}) for n in range(count)]
    record("issue_invoices", lines, actor=house.alice, reason="asked")


def seal_tomorrow(house, frame_of, clock):
    clock.advance(days=1)
    with frame_of(house.tenant_id):
        seal_audit(up_to=current_frame().now, actor=house.night)


def test_a_record_says_who_what_before_after_and_why(house, frame_of):
    subject = new_id()
    with frame_of(house.tenant_id):
        write(house, subject=subject)
        [found] = records_of(house.tenant_id, subject)
    assert (found.actor_name, found.action, found.before, found.after, found.reason) == (
        *("Alice", "issue_invoices", {"a": 1}, {"a": 0}),
        "asked",
    )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_auditrecord SET reason = ''", "DELETE FROM audit_auditrecord", "DELETE FROM audit_auditseal"],
)
def test_nobody_can_change_it(house, frame_of, owner_connection, statement):
    with frame_of(house.tenant_id):
        write(house)
    with pytest.raises(DatabaseError, match="denied"), frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(psycopg.errors.RaiseException, match="cannot be changed"):
        owner_connection.execute(statement)


def test_seals_are_chained_and_hold(house, frame_of, clock):
    for count in (3, 0, 60):
        with frame_of(house.tenant_id):
            write(house, count)
        seal_tomorrow(house, frame_of, clock)
    with frame_of(house.tenant_id):
        proof = prove_audit(house.tenant_id)
    assert (proof.seals, proof.records, proof.broken) == (2, 63, ())


def test_what_is_recorded_at_the_instant_of_the_seal_belongs_to_the_next(house, frame_of, clock):
    for _ in range(3):
        with frame_of(house.tenant_id):
            write(house)
            seal_audit(up_to=current_frame().now, actor=house.night)
        with frame_of(house.tenant_id):
            write(house)
        clock.advance(days=1)
    with frame_of(house.tenant_id):
        assert prove_audit(house.tenant_id) == (2, 4, ())


def test_sealing_again_changes_nothing(house, frame_of, clock):
    with frame_of(house.tenant_id):
        write(house)
    clock.advance(days=1)
    with frame_of(house.tenant_id):
        assert seal_audit(up_to=current_frame().now, actor=house.night) is not None
        assert seal_audit(up_to=current_frame().now, actor=house.night) is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_auditrecord SET reason = 'me' WHERE id::text = (SELECT min(id::text) FROM audit_auditrecord)",
        "DELETE FROM audit_auditrecord WHERE id::text = (SELECT min(id::text) FROM audit_auditrecord)",
        "UPDATE audit_auditseal SET seal_hash = repeat('0', 64)",
        "DELETE FROM audit_auditseal WHERE number = 1",
    ],
)
def test_whoever_gets_past_the_triggers_is_found_out(house, frame_of, clock, owner_connection, tampering):
    for _ in range(2):
        with frame_of(house.tenant_id):
            write(house, 2)
        seal_tomorrow(house, frame_of, clock)
    with owner_connection.transaction():
        owner_connection.execute("SET LOCAL session_replication_role = replica")
        owner_connection.execute(tampering)
    with frame_of(house.tenant_id):
        assert prove_audit(house.tenant_id).broken
