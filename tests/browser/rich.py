"""A company with everything that is hard to draw: names without end and from right to left, balances of every size."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from saldo.base.people.actions import create_api_key, invite_member
from saldo.cases.actions import NewCase, open_cases
from saldo.cases.choices import CaseKind, CaseReason
from saldo.collections.actions import NewTask, open_tasks
from saldo.collections.choices import TaskKind
from saldo.correspondence.actions import write_note
from saldo.customers.models import Customer
from saldo.customers.queries import contacts_of
from saldo.imports.actions import map_import, start_import
from saldo.invoices.actions import CreditRequest, ImportedInvoice, credit_invoices, import_invoices
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.runs.night import decide_next_steps
from tests.factories.invoices import make_draft, make_issued
from tests.factories.payments import euros, make_checkout, make_gateway, make_settled
from tests.scenarios.world import FAST_NIGHT, World

LONG = ("Sociedade Comercial de Equipamentos e Mobiliário de Escritório Irmãos Vasconcelos & Companhia " * 3)[
    :199
] + "."
ONE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
RIGHT_TO_LEFT = "مؤسسة النور للتصميم والطباعة"
MANY_ITEMS = 150


def make_rich(world: World) -> dict[str, list[str]]:
    """Seed it; ids by the names that addresses give them, several where one page has several faces."""
    house, clock = world.house, world.clock
    gateway_id, _address = make_gateway(house, clock)
    names = {"long": LONG, "word": ONE_WORD, "rtl": RIGHT_TO_LEFT, "settled": "Casa Mirlo", "credit": "Lumen Óptica"}
    who = {key: world.customer(name=name, email=f"{key}@example.test") for key, name in names.items()}
    who |= {key: world.customer(name=f"Customer {key}", email=f"{key}@example.test") for key in ("huge", "many")}

    overdue = make_issued(house, clock, who["long"], "1234.56", due_in=1, title=LONG, deliver=True)
    disputed = make_issued(house, clock, who["long"], "600.00", due_in=1, title="Photography")
    make_issued(house, clock, who["word"], "80.00", due_in=1, title=ONE_WORD[:150])
    make_issued(house, clock, who["rtl"], "99.90", due_in=3, title=RIGHT_TO_LEFT)
    huge = make_issued(house, clock, who["huge"], "98765432101.23", due_in=1)
    paid = make_issued(house, clock, who["settled"], "40.00", due_in=10)
    payment = make_settled(house, clock, who["settled"], "40.00", items={paid: euros("40.00")})
    unexplained = make_settled(house, clock, who["credit"], "120.50", reference=ONE_WORD[:100])
    draft = make_draft(house, clock, who["long"], "10.00", title=LONG)
    checkout = make_checkout(house, clock, who["long"], gateway_id, {overdue: euros("500.00")})
    _import_many(world, who["many"])
    world.work()
    world.advance(days=9)
    world.night(steps=FAST_NIGHT)
    world.night(steps=(decide_next_steps,))

    case, note, runs = new_id(), new_id(), [new_id(), new_id()]
    with world.frame():
        open_cases([_objection(world, case, who["long"], disputed)], actor=house.night).raise_if_refused()
        request = CreditRequest(new_id(), overdue, euros("34.56"), "Agreed by telephone")
        credited = credit_invoices([request], on=world.today, actor=house.alice).only()
        key, _token = create_api_key(LONG[:60], scopes=["invoices:write"], actor=house.alice)
        member = invite_member("ida@example.test", name=LONG[:100], role="collector", language="en", actor=house.alice)
        write_note(who["long"], note_id=note, text=f"Called. {ONE_WORD}\n\n{RIGHT_TO_LEFT}", actor=house.alice)
        kinds = (TaskKind.DECIDE_NEXT, TaskKind.FIX_ADDRESS, TaskKind.CHECK_PROMISE, TaskKind.CALL_CUSTOMER)
        new = [NewTask(f"rich:{kind}", kind, who[one], world.today) for kind, one in zip(kinds, who, strict=False)]
        open_tasks(new, actor=house.night)
        _start_imports(world, runs)
    world.work()
    return {
        "customer_id": [str(one) for one in who.values()],
        "invoice_id": [str(one) for one in (overdue, draft, huge, paid, disputed, credited)],
        "payment_id": [str(payment), str(unexplained)],
        "message_id": [str(world.messages()[0].id), str(note)],
        "task_id": [str(one.id) for one in {one.kind: one for one in world.tasks()}.values()],
        "case_id": [str(case)],
        "run_id": [str(one) for one in runs],
        "member_id": [str(member.id)],
        "key_id": [str(key.id)],
        "legal_entity_id": [str(house.entity_id)],
        "checkout_id": [str(checkout.id)],
        "account_id": [str(gateway_id)],
        "kind": ["invoice"],
        "step": ["company"],
        "tone": ["first"],
        "language": ["en"],
        "year": [str(world.today.year)],
        "colour": ["2a3fb0"],
    }


def _objection(world: World, case: UUID, customer: UUID, invoice: UUID) -> NewCase:
    [contact, *_others] = contacts_of(world.house.tenant_id, customer)
    return NewCase(
        id=case,
        key="rich",
        kind=CaseKind.DISPUTE,
        customer_id=customer,
        contact_id=contact.id,
        legal_entity_id=world.house.entity_id,
        language="en",
        words=f"We never agreed on that. {ONE_WORD}",
        reason=CaseReason.NOT_AS_AGREED,
        invoice_id=invoice,
        author_name=LONG,
    )


def _start_imports(world: World, runs: list[UUID]) -> None:
    """The first waits for its columns to be named, the second is checked and holds a refused row."""
    for run_id in runs:
        start_import(
            run_id,
            kind="customers",
            legal_entity_id=world.house.entity_id,
            file_name=f"{ONE_WORD}.csv",
            body=f"number,name,country\nC-9,{LONG},PT\n,No number,XX\n".encode(),
            actor=world.house.alice,
        )
    columns = {"number": "number", "name": "name", "country": "country"}
    map_import(runs[1], options={"columns": columns}, actor=world.house.alice)


def _import_many(world: World, customer: Any) -> None:
    with world.frame():
        number = Customer.objects.get(tenant_id=world.house.tenant_id, id=customer).number
        rows = [
            ImportedInvoice(
                row_number=n,
                number=f"OLD-{n:05d}",
                customer_number=number,
                currency="EUR",
                total=Money(100_00 + n, "EUR"),
                issued_on=world.today - timedelta(days=n + 30),
                due_on=world.today - timedelta(days=n),
            )
            for n in range(1, MANY_ITEMS + 1)
        ]
        import_invoices(rows, legal_entity_id=world.house.entity_id, actor=world.house.alice).raise_if_refused()
