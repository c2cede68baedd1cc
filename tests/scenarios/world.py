"""A story with a clock: `world.invoice("1000.00 EUR", due_in=30); world.advance(days=45); world.night()`.

Everything goes through the actions and the jobs of the product; mail goes to the memory channel.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import Frame, frame
from saldo.collections.actions import change_policy
from saldo.collections.models import Reminder, Standing, Task
from saldo.collections.policies.rules import Rules
from saldo.collections.queries import current_policy
from saldo.correspondence.models import Message
from saldo.customers.models import Customer
from saldo.invoices.actions import ImportedInvoice, import_invoices
from saldo.invoices.queries import get_invoice
from saldo.kernel.calendar import business_date
from saldo.kernel.clock import FixedClock
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances
from saldo.payments.actions import NewPayment
from saldo.payments.choices import PaymentOrigin
from saldo.plugins.channels.memory import SENT
from saldo.runs.night import NIGHT, NightReport, prove_books, run_night
from saldo.runs.prove import ProofLine, holds, prove
from saldo.settlement.actions import receive_payments, reverse_payments
from saldo.spi.channel import OutgoingMessage
from tests.factories.cast import House
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued

ZONE = "Europe/Lisbon"
FAST_NIGHT = tuple(step for step in NIGHT if step is not prove_books)


def money(text: str) -> Money:
    """ "1000.00 EUR" as money."""
    amount, currency = text.split()
    return Money.of(amount, currency)


class World:
    """Alice's company and its customers, with a clock that only moves when it is told to."""

    def __init__(self, house: House, clock: FixedClock) -> None:
        self.house, self.clock = house, clock
        self.sent_before = 0
        self.dana: UUID | None = None
        self._numbers = 0

    # --- when

    @property
    def today(self) -> date:
        """The issuer's business date."""
        return business_date(self.clock.now(), ZONE)

    def advance(self, days: float = 0, **elapsed: float) -> None:
        """Let time pass. Nothing happens by itself."""
        self.clock.advance(days, **elapsed)

    def frame(self) -> AbstractContextManager[Frame]:
        """A frame of Alice's tenant at the story's time."""
        return frame(self.house.tenant_id, clock=self.clock)

    # --- what happens

    def customer(self, **details: Any) -> UUID:
        """A customer; speaks English unless told otherwise."""
        details = {"language": "en", "salutation": "Dear Dana", **details}
        return make_customer(self.house, self.clock, **details)

    def invoice(
        self, total: str = "1000.00 EUR", *, due_in: int = 30, customer: UUID | None = None, issued: bool = False
    ) -> UUID:
        """An open invoice that the customer has: imported, or with `issued` written, made and sent by us.

        `due_in` counts from today; it may be negative for an imported one. Dana's unless a customer is named.
        """
        customer = customer or self._dana()
        if issued:
            invoice_id = make_issued(
                self.house, self.clock, customer, str(money(total).decimal), due_in=due_in, deliver=True
            )
            self.work()
            return invoice_id
        self._numbers += 1
        due_on = self.today + timedelta(days=due_in)
        with self.frame():
            number = Customer.objects.get(tenant_id=self.house.tenant_id, id=customer).number
            row = ImportedInvoice(
                row_number=1,
                number=f"OLD-{self._numbers:05d}",
                customer_number=number,
                currency=money(total).currency,
                total=money(total),
                issued_on=min(due_on, self.today) - timedelta(days=1),
                due_on=due_on,
            )
            return import_invoices([row], legal_entity_id=self.house.entity_id, actor=self.house.alice).only()

    def pay(self, *invoices: UUID, amount: str = "", customer: UUID | None = None) -> UUID:
        """Money arrives today: for the invoices whole, or `amount` for the first, or for a customer at large."""
        payment_id = new_id()
        with self.frame():
            sheets = [get_invoice(self.house.tenant_id, one) for one in invoices]
            items = {sheet.id: sheet.open for sheet in sheets}
            if amount and sheets:
                items = {sheets[0].id: money(amount)}
            total = money(amount) if amount else sum((one.open for one in sheets[1:]), start=sheets[0].open)
            new = NewPayment(
                id=payment_id,
                key=f"story:{payment_id}",
                customer_id=customer or (sheets[0].customer_id if sheets else self._dana()),
                legal_entity_id=self.house.entity_id,
                method="transfer",
                amount=total,
                received_on=self.today,
                origin=PaymentOrigin.IMPORTED,
            )
            receive_payments([new], items={payment_id: items}, on=None, actor=self.house.alice).raise_if_refused()
        return payment_id

    def reverse(self, payment_id: UUID, reason: str = "The bank took it back.") -> None:
        """The money was not ours after all."""
        with self.frame():
            reverse_payments([payment_id], on=self.today, reason=reason, actor=self.house.alice).raise_if_refused()

    def rules(self, rules: Rules) -> None:
        """Put other rules in force."""
        with self.frame():
            version = current_policy(self.house.tenant_id, self.house.entity_id).version
            change_policy(self.house.entity_id, rules=rules, version=version, actor=self.house.alice)

    def work(self) -> int:
        """Let a worker do every job that is due."""
        return run_due_jobs(now=self.clock.now())

    def night(self, *, work: bool = True, steps: Any = FAST_NIGHT) -> NightReport:
        """Run tonight's night, and the jobs that it leaves."""
        report = run_night(
            self.house.tenant_id, self.house.entity_id, on=self.today, clock=self.clock, wait=False, steps=steps
        )
        if work:
            self.work()
        return report

    # --- what came of it

    def mails(self) -> list[OutgoingMessage]:
        """The mails sent since this was last asked."""
        new = SENT[self.sent_before :]
        self.sent_before = len(SENT)
        return list(new)

    def silence(self, customer: UUID | None = None) -> str:
        """Why the customer was left alone; "" where there is no reason."""
        rows = self._rows(Standing, customer_id=customer or self._dana())
        return rows[0].silence if rows else ""

    def reminders(self, customer: UUID | None = None, **conditions: Any) -> list[Reminder]:
        """A customer's reminders, oldest first."""
        return self._rows(Reminder, customer_id=customer or self._dana(), **conditions)

    def standings(self, customer: UUID | None = None) -> list[Standing]:
        """Where a customer stands."""
        return self._rows(Standing, customer_id=customer or self._dana())

    def tasks(self, **conditions: Any) -> list[Task]:
        """Open tasks, oldest first."""
        return self._rows(Task, **{"state": "open", **conditions})

    def messages(self, **conditions: Any) -> list[Message]:
        """Messages of any kind, oldest first."""
        return self._rows(Message, **conditions)

    def proof(self) -> list[ProofLine]:
        """Everything compared with the ledger."""
        with self.frame():
            return prove(self.house.tenant_id)

    def expect(
        self,
        *,
        mails: int | None = None,
        silence: str | None = None,
        open: str | None = None,
        tasks: Iterable[str] | None = None,
        proof: bool = False,
    ) -> None:
        """Check several things at once: mails since last asked, Dana's silence, what all of hers that is open sums to,
        the kinds of open tasks, and whether the books hold.
        """
        if mails is not None:
            assert len(found := self.mails()) == mails, [mail.subject for mail in found]
        if silence is not None:
            assert self.silence() == silence
        if open is not None:
            assert self._open() == money(open)
        if tasks is not None:
            assert sorted(task.kind for task in self.tasks()) == sorted(tasks)
        if proof:
            assert holds(lines := self.proof()), lines

    def _open(self) -> Money:
        with self.frame():
            (balance,) = customer_balances(self.house.tenant_id, [self._dana()])[self._dana()] or [None]
        return balance.receivable if balance else Money.zero("EUR")

    def _dana(self) -> UUID:
        if self.dana is None:
            self.dana = self.customer()
        return self.dana

    def _rows(self, model: Any, **conditions: Any) -> list[Any]:
        with self.frame():
            return list(model.objects.filter(tenant_id=self.house.tenant_id, **conditions).order_by("id"))
