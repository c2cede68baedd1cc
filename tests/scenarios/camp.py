"""The besieged company as programs: `python -m tests.scenarios.camp COMMAND ...`, on the database of DATABASE_URL.

`found` makes a company with customers who are overdue; `siege` lets eight processes issue, settle, run the night and
carry jobs at once and kills one after the other by SIGKILL; `night` runs one night. Each prints JSON, a line a time.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn
from uuid import UUID

import django

django.setup()

from django.db import OperationalError  # noqa: E402

from saldo.base.tenants.frame import frame  # noqa: E402
from saldo.cli.commands.worker import working_app  # noqa: E402
from saldo.collections.actions import change_policy  # noqa: E402
from saldo.collections.policies.rules import DEFAULT_RULES, Rules  # noqa: E402
from saldo.correspondence.actions import carry_messages  # noqa: E402
from saldo.correspondence.models import Message  # noqa: E402
from saldo.customers.actions import NewContact, NewCustomer, create_customers  # noqa: E402
from saldo.invoices.actions import (  # noqa: E402
    ImportedInvoice,
    NewInvoice,
    NewLine,
    draft_invoices,
    import_invoices,
    issue_invoices,
)
from saldo.invoices.queries import open_invoices_of  # noqa: E402
from saldo.kernel.actors import Actor  # noqa: E402
from saldo.kernel.clock import SystemClock  # noqa: E402
from saldo.kernel.money import Money  # noqa: E402
from saldo.kernel.references import new_id  # noqa: E402
from saldo.payments.actions import NewPayment  # noqa: E402
from saldo.runs import night as nights  # noqa: E402
from saldo.settlement.actions import receive_payments  # noqa: E402
from saldo.taxes.queries import tax_codes  # noqa: E402
from tests.factories.cast import make_house  # noqa: E402
from tests.factories.invoices import tax_code  # noqa: E402

DUTIES = ("issue", "issue", "pay", "pay", "night", "night", "work", "post")
"""What the eight processes do. One does the jobs that wait, and one carries mail and nothing else."""

CLERKS_PAUSE = 0.2
"""Seconds between two things a clerk does, or the papers of a short siege take minutes to make after it."""

RULES = Rules(steps=DEFAULT_RULES.steps, freshness_days=None, keep_quiet=False)


class Company:
    """The company as its programs know it: ids, read again from the folder after every death."""

    def __init__(self, folder: Path) -> None:
        known = json.loads((folder / "company.json").read_text())
        self.folder = folder
        self.tenant_id, self.entity_id = UUID(known["tenant"]), UUID(known["entity"])
        self.customers = [UUID(one) for one in known["customers"]]
        self.on = date.fromisoformat(known["on"])
        self.actor = Actor.system(self.tenant_id, name="besieged")

    def frame(self) -> Any:
        """A frame of the company."""
        return frame(self.tenant_id)


def found(folder: Path, customers: int) -> None:
    """Make the company and import an overdue invoice for each of its customers."""
    house = make_house(SystemClock())
    ids = [new_id() for _ in range(customers)]
    with frame(house.tenant_id) as opened:
        today = opened.now.date()
        tax_code(house, "NOR")
        change_policy(house.entity_id, rules=RULES, version=0, actor=house.alice)
        create_customers([_new_customer(one, n) for n, one in enumerate(ids)], actor=house.alice).raise_if_refused()
        old = [_overdue(n, f"C-{n:05d}", today) for n in range(customers)]
        import_invoices(old, legal_entity_id=house.entity_id, actor=house.alice).raise_if_refused()
    known = {"tenant": house.tenant_id, "entity": house.entity_id, "customers": ids, "on": today}
    (folder / "company.json").write_text(json.dumps(known, default=str))
    say(known)


def _new_customer(customer_id: UUID, number: int) -> NewCustomer:
    email = f"c{number:05d}@example.test"
    contact = NewContact(name="Dana", email=email, salutation="Dear Dana", phone="", language="en")
    return NewCustomer(
        id=customer_id,
        number=f"C-{number:05d}",
        name=f"Customer {number}",
        kind="business",
        language="en",
        country="PT",
        tax_id="PT509123457",
        address_lines=("Rua 1", "Porto"),
        currency="EUR",
        terms_days=30,
        contacts=(contact,),
        other_names=(),
    )


def _overdue(row_number: int, customer_number: str, today: date) -> ImportedInvoice:
    return ImportedInvoice(
        row_number=row_number,
        number=f"OLD-{customer_number}",
        customer_number=customer_number,
        currency="EUR",
        total=Money.of("250.00", "EUR"),
        issued_on=today - timedelta(days=40),
        due_on=today - timedelta(days=3),
        title="From before",
        order_number="",
    )


# --- what a process does, again and again


class Journal:
    """What a program was about to do, kept where it survives it: after a death it does the last thing again first."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, intent: dict[str, Any]) -> None:
        """Before it is done, as a client keeps the key of its request."""
        with self.path.open("a") as file:
            file.write(json.dumps(intent, default=str) + "\n")

    def read(self) -> list[dict[str, Any]]:
        """Everything that was ever meant; a line that was cut short was never begun."""
        lines = self.path.read_text().split("\n")[:-1] if self.path.exists() else []
        return [json.loads(line) for line in lines if line.endswith("}")]


def issue(company: Company, intent: dict[str, Any]) -> None:
    """Write and issue invoices, in two transactions as a person does."""
    with company.frame():
        (tax,) = [one.id for one in tax_codes(company.tenant_id, company.entity_id) if one.code == "NOR"]
        line = NewLine(description="Work", quantity=Decimal(1), unit_price=Decimal(intent["price"]), tax_code_id=tax)
        new = [
            NewInvoice(
                id=UUID(one),
                legal_entity_id=company.entity_id,
                customer_id=UUID(intent["customer"]),
                currency="EUR",
                lines=(line,),
                language="en",
                terms_days=30,
            )
            for one in intent["invoices"]
        ]
        draft_invoices(new, actor=company.actor).raise_if_refused()
    with company.frame():
        ids = [UUID(one) for one in intent["invoices"]]
        issue_invoices(ids, on=company.on, actor=company.actor, deliver=True, confirmed=True).raise_if_refused()


def pay(company: Company, intent: dict[str, Any]) -> None:
    """Record a payment and let it settle what is open."""
    new = NewPayment(
        id=UUID(intent["payment"]),
        key=f"siege:{intent['payment']}",
        customer_id=UUID(intent["customer"]),
        legal_entity_id=company.entity_id,
        method="transfer",
        amount=Money.of(intent["amount"], "EUR"),
        received_on=company.on,
    )
    with company.frame():
        receive_payments([new], items={}, on=None, actor=company.actor).raise_if_refused()


INTENTS: dict[str, Callable[[Company, dict[str, Any]], None]] = {"issue": issue, "pay": pay}


def _next_issue(company: Company, chance: random.Random) -> dict[str, Any]:
    ids = [new_id() for _ in range(chance.randint(1, 4))]
    return {
        "do": "issue",
        "customer": chance.choice(company.customers),
        "invoices": ids,
        "price": chance.randint(50, 900),
    }


def _next_payment(company: Company, chance: random.Random) -> dict[str, Any]:
    customer = chance.choice(company.customers)
    with company.frame():
        opened = open_invoices_of(company.tenant_id, [customer])[customer]
    owed = sum(one.open_minor for one in opened) or 5000
    minor = chance.choice([owed, owed + 1234, max(1, owed // 3)])  # whole, too much, a part
    return {"do": "pay", "customer": customer, "payment": new_id(), "amount": f"{minor // 100}.{minor % 100:02d}"}


def _clerk(company: Company, slot: int, chance: random.Random, choose: Callable[..., dict[str, Any]]) -> None:
    journal = Journal(company.folder / f"slot{slot}.journal")
    for intent in journal.read()[-1:]:
        INTENTS[intent["do"]](company, intent)
    while True:
        intent = json.loads(json.dumps(choose(company, chance), default=str))
        journal.write(intent)
        INTENTS[intent["do"]](company, intent)
        time.sleep(CLERKS_PAUSE)


def _night_watch(company: Company) -> None:
    while True:
        nights.run_night(company.tenant_id, company.entity_id, on=company.on)
        time.sleep(0.2)


def _worker() -> None:
    while True:
        working_app().run_worker(
            concurrency=1, wait=False, listen_notify=False, delete_jobs="successful", install_signal_handlers=False
        )
        time.sleep(0.1)


def _postman(company: Company) -> None:
    """What the job of invoices and receipts does, without waiting for a job that a dead process still holds."""
    while True:
        with company.frame():
            queued = Message.objects.filter(tenant_id=company.tenant_id, state="queued").exclude(kind="reminder")
            ids = list(queued.values_list("id", flat=True)[:5])
        carry_messages(ids, actor=company.actor)
        time.sleep(0.05)


def _serve(company: Company, slot: int, seed: int) -> NoReturn:
    """The life of one process, until it is killed. Where PostgreSQL ended a deadlock it tries again, as people do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    chance = random.Random(seed)
    lives: dict[str, Callable[[], None]] = {
        "issue": lambda: _clerk(company, slot, chance, _next_issue),
        "pay": lambda: _clerk(company, slot, chance, _next_payment),
        "night": lambda: _night_watch(company),
        "work": _worker,
        "post": lambda: _postman(company),
    }
    while True:
        try:
            lives[DUTIES[slot]]()
        except OperationalError as error:
            say({"slot": slot, "again": str(error).splitlines()[0]})
        except BaseException as error:
            say({"slot": slot, "died": f"{type(error).__name__}: {error}"})
            os._exit(1)


# --- the siege


def siege(folder: Path, seconds: float, seed: int) -> None:
    """Eight processes; every moment a random one is killed and another takes its place. All are killed at the end."""
    company, chance = Company(folder), random.Random(seed)
    children: dict[int, int] = {}
    kills = dict.fromkeys(DUTIES, 0)

    def muster(slot: int) -> None:
        child = os.fork()  # quick, since everything is imported; this process never opens a connection or sets a paper
        if child == 0:
            _serve(company, slot, chance.randrange(2**32) + os.getpid())
        children[slot] = child

    for slot in range(len(DUTIES)):
        muster(slot)
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        time.sleep(chance.uniform(0.1, 1.2))
        slot = chance.choice((*range(len(DUTIES)), 7, 7))  # whoever carries mail more often than others
        _kill(children[slot])
        kills[DUTIES[slot]] += 1
        muster(slot)
    for slot, child in children.items():
        _kill(child)
        kills[DUTIES[slot]] += 1
    say({"kills": kills})


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def night(folder: Path, chunk: int) -> None:
    """One night, `chunk` customers in a transaction, telling after each of them."""
    company = Company(folder)
    nights.CHUNK = chunk
    report = nights.run_night(
        company.tenant_id,
        company.entity_id,
        on=company.on,
        progress=lambda step, done: say({"step": step, "done": done}),
    )
    say({"counts": report.counts})


def replay(folder: Path) -> list[dict[str, Any]]:
    """Do every last intent again, as its client would; returns everything that was ever meant."""
    company, meant = Company(folder), []
    for journal in _journals(folder):
        intents = journal.read()
        for intent in intents[-1:]:
            INTENTS[intent["do"]](company, intent)
        meant += intents
    return meant


def _journals(folder: Path) -> Iterator[Journal]:
    yield from (Journal(path) for path in sorted(folder.glob("slot*.journal")))


def say(words: dict[str, Any]) -> None:
    """A line that a supervisor reads, whole even from many processes."""
    os.write(sys.stdout.fileno(), (json.dumps(words, default=str) + "\n").encode())


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=("found", "siege", "night"))
    parser.add_argument("folder", type=Path)
    parser.add_argument("--customers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chunk", type=int, default=100)
    options = parser.parse_args()
    if options.command == "found":
        found(options.folder, options.customers)
    elif options.command == "siege":
        siege(options.folder, options.seconds, options.seed)
    else:
        night(options.folder, options.chunk)


if __name__ == "__main__":
    main()
