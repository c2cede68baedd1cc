"""Alice's company with one of everything, for those who have no business there."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from saldo.base.events.actions import run_due_jobs
from saldo.base.people.actions import create_api_key, invite_member
from saldo.cases.actions import NewCase, open_cases
from saldo.cases.choices import CaseKind
from saldo.collections.actions import NewTask, open_tasks
from saldo.correspondence.actions import write_note
from saldo.customers.actions import issue_portal_links
from saldo.imports.actions import start_import
from saldo.kernel.references import new_id
from tests.config.walk import Site
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import euros, make_checkout, make_gateway, make_settled


@pytest.fixture
def site(house, charlies_house, clock, settings, owner_connection, frame_of) -> Site:
    settings.SALDO_CLOCK = clock
    settings.SALDO_SMTP_URL = "memory://"
    cache.clear()
    gateway_id, address = make_gateway(house, clock)
    dana = make_customer(house, clock, name="Marlow & Finch", language="en", contact_language="en")
    erik = make_customer(house, clock, name="Erik", language="en")
    invoice = make_issued(house, clock, dana, "100.00", deliver=True)
    checkout = make_checkout(house, clock, dana, gateway_id, {invoice: euros("60.00")})
    payment = make_settled(house, clock, dana, "10.00")
    case, run = new_id(), new_id()
    note, task = new_id(), f"review:{new_id()}"
    with frame_of(house.tenant_id):
        links = issue_portal_links([(dana, None), (erik, None)], actor=house.alice)
        key, _token = create_api_key("shop", scopes=["invoices:write"], actor=house.alice)
        invited = invite_member("ida@example.test", name="Ida", role="collector", language="en", actor=house.alice)
        write_note(dana, note_id=note, text="Called", actor=house.alice)
        open_tasks([NewTask(task, "decide_next", dana, clock.now().date())], actor=house.night)
        words = {"key": "asked", "kind": CaseKind.QUESTION, "language": "en", "words": "Which hours?"}
        whose = {"customer_id": dana, "contact_id": None, "legal_entity_id": house.entity_id}
        open_cases([NewCase(id=case, **words, **whose)], actor=house.night)
        file = {"kind": "customers", "legal_entity_id": house.entity_id, "file_name": "c.csv"}
        start_import(run, **file, body=b"number,name\nK-1,Casa\n", actor=house.alice)
    run_due_jobs(now=clock.now())
    with frame_of(house.tenant_id):
        from saldo.collections.models import Task

        task_id = Task.objects.get(tenant_id=house.tenant_id, key=task).id
    values = {
        "customer_id": str(dana),
        "invoice_id": str(invoice),
        "payment_id": str(payment),
        "message_id": str(note),
        "task_id": str(task_id),
        "legal_entity_id": str(house.entity_id),
        "issuer_id": str(house.entity_id),
        "account_id": str(gateway_id),
        "case_id": str(case),
        "run_id": str(run),
        "currency": "EUR",
        "kind": "invoice",
        "tone": "first",
        "language": "en",
        "step": "company",
        "member_id": str(invited.id),
        "key_id": str(key.id),
        "checkout_id": str(checkout.id),
        "token": links[(dana, None)].split("/")[2],
        "year": "2026",
        "colour": "2a3fb0",
        "file_id": str(new_id()),
    }

    def state() -> dict[str, str]:
        """A digest of every row of Alice's tenant, table by table."""
        tables = owner_connection.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'tenant_id'"
        ).fetchall()
        return {
            name: owner_connection.execute(
                f"SELECT md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM \"{name}\" t "
                "WHERE tenant_id = %s",
                [house.tenant_id],
            ).fetchone()[0]
            for (name,) in tables
        }

    return Site(house, charlies_house, values, links[(erik, None)].split("/")[2], state, clock)
