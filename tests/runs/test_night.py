"""The night: run again it changes nothing, alone for its issuer, and after days without one it does one thing."""

from __future__ import annotations

import threading
from dataclasses import replace

import psycopg
import pytest

from saldo.collections.documents.dry_run import dry_run
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.runs import night as night_module
from saldo.runs.models import NightRun
from saldo.runs.night import NIGHT, run_night

FREELY = replace(DEFAULT_RULES, freshness_days=None, keep_quiet=False, max_contacts=99, per_days=1, minimum_gap_days=1)


def rows_of(owner_connection):
    """How many rows every table holds, but for what a night notes about itself."""
    tables = owner_connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    return {
        name: owner_connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for (name,) in tables
        if not name.startswith("procrastinate")
    }


def test_x7_a_worker_that_was_down_for_three_days_evaluates_once(world):
    world.rules(FREELY)
    world.invoice("100.00 EUR", due_in=0)
    world.invoice("200.00 EUR", due_in=1)
    settled = world.invoice("400.00 EUR", due_in=0)
    world.night()
    world.advance(days=4)  # three nights did not run
    world.pay(settled)
    world.night()
    (mail,) = world.mails()
    assert "€300.00" in mail.text and "€700.00" not in mail.text
    world.night()
    world.advance(days=1)
    world.night()
    world.expect(mails=0)
    assert len(world.reminders()) == 1


def test_a_night_run_again_changes_nothing(world, owner_connection):
    world.rules(FREELY)
    for days in (1, 5, 40):
        world.invoice(due_in=-days, customer=world.customer(email=f"c{days}@example.test"))
    world.night(steps=NIGHT)
    before = rows_of(owner_connection)
    report = world.night(steps=NIGHT)
    assert report.counts["decide_next_steps"] == {"looked_at": 3, "reminded": 0, "decided_before": 3}
    assert rows_of(owner_connection) == before


def test_the_night_is_written_down(world):
    world.invoice(due_in=-1)
    report = world.night(steps=NIGHT)
    with world.frame():
        run = NightRun.objects.get(tenant_id=world.house.tenant_id)
    assert run.finished_at is not None and run.counts == report.counts
    assert run.counts["decide_next_steps"]["reminded"] == 1
    assert run.counts["prove_books"]["compared"] > 0 and run.counts["prove_books"]["wrong"] == 0


def test_a_second_night_of_the_same_issuer_does_not_run_beside_the_first(world, server):
    world.invoice(due_in=-1)
    key = f"night {world.house.tenant_id} {world.house.entity_id}"
    with psycopg.connect(server.owner_url, autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [key])
        assert not world.night().ran
        assert world.reminders() == []
        first.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [key])
    assert world.night().ran
    world.expect(mails=1)


def test_a_second_night_that_waits_finds_everything_done(world, django_db_blocker):
    for n in range(20):
        world.invoice(due_in=-1, customer=world.customer(email=f"c{n}@example.test"))
    reports, errors = [], []

    def one_night():
        from django.db import connection

        try:
            with django_db_blocker.unblock():
                reports.append(
                    run_night(world.house.tenant_id, world.house.entity_id, on=world.today, clock=world.clock)
                )
                connection.close()
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=one_night) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(report.counts["decide_next_steps"]["reminded"] for report in reports) == [0, 20]
    world.work()
    world.expect(mails=20)


def test_a_night_that_was_cut_off_is_taken_up_where_it_stopped(world, monkeypatch):
    for n in range(5):
        world.invoice(due_in=-1, customer=world.customer(email=f"c{n}@example.test"))
    monkeypatch.setattr(night_module, "CHUNK", 2)
    real, calls = night_module.take_next_steps, []

    def killed_in_the_second_chunk(*args, **kwargs):
        calls.append(1)
        outcome = real(*args, **kwargs)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return outcome

    monkeypatch.setattr(night_module, "take_next_steps", killed_in_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        world.night()
    with world.frame():
        assert NightRun.objects.get(tenant_id=world.house.tenant_id).finished_at is None
    assert world.night().ran  # the lock went with the first one
    world.expect(mails=5)


def test_pages_of_customers_come_whole_and_in_order(world):
    from saldo.collections.queries.candidates import pages_to_decide

    customers = [world.customer(email=f"c{n}@example.test") for n in range(7)]
    for customer in customers:
        for _ in range(2):
            world.invoice(due_in=-1, customer=customer)
    for limit in (1, 2, 3, 7, 100):
        with world.frame():
            pages = list(
                pages_to_decide(
                    world.house.tenant_id, legal_entity_id=world.house.entity_id, on=world.today, limit=limit
                )
            )
        assert [one for page in pages for one in page] == sorted(customers)


def test_a_dry_run_lists_every_recipient_text_amount_and_silence_and_writes_nothing(world, owner_connection):
    world.rules(FREELY)
    world.invoice("100.00 EUR", due_in=-1)
    world.invoice("50.00 EUR", due_in=-3, customer=(silent := world.customer(email="", name="Silent Ltd")))
    later = world.customer(email="later@example.test")
    world.invoice("30.00 EUR", due_in=-1, customer=later)
    world.night()
    world.mails()
    world.advance(days=7)
    world.invoice("7.00 EUR", due_in=-1)
    before = rows_of(owner_connection)
    with world.frame():
        lines = {one.customer_id: one for one in dry_run(world.house.tenant_id, world.house.entity_id, on=world.today)}
    assert rows_of(owner_connection) == before
    dana = lines[world.dana]
    assert (dana.recipient, dana.mode, dana.step) == ("dana@piekarnia-pod-lipa.example", "automatic", 1)
    assert str(dana.net["EUR"]) == "EUR 107.00" and "€107.00" in dana.text and "€107.00" in dana.subject
    assert (lines[silent].silence, lines[silent].reason) == ("no_address", "There is no e-mail address")
    assert (lines[later].mode, lines[later].step, str(lines[later].net["EUR"])) == ("drafted", 2, "EUR 30.00")
    world.night()
    (mail,) = world.mails()
    assert mail.subject == dana.subject  # what the dry run said is what the night did
    assert [one.step for one in world.reminders(later)] == [1, 2]


def test_another_tenants_debtors_are_not_in_this_night(world, charlies_house):
    world.invoice(due_in=-1)
    run_night(charlies_house.tenant_id, charlies_house.entity_id, on=world.today, clock=world.clock)
    world.work()
    world.expect(mails=0)
