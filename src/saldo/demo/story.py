"""The plan becomes the company's past: day by day, through the product's own actions, by a clock that is moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import frame
from saldo.collections.actions import change_policy
from saldo.collections.policies.rules import AUTOMATIC, DEFAULT_RULES, DRAFTED, Rules, Step
from saldo.correspondence.actions import Attempt, claim_messages, record_attempts
from saldo.correspondence.choices import AttemptResult
from saldo.demo.cast import DemoCustomer
from saldo.demo.happenings import Bill, Correction, Plan, Receipt, Return
from saldo.demo.morning import clear_worklist
from saldo.demo.plan import billing_day, working_day
from saldo.demo.stage import Stage
from saldo.demo.talk import tell
from saldo.invoices.actions import (
    CreditRequest,
    NewInvoice,
    NewLine,
    credit_invoices,
    deliver_invoices,
    draft_invoices,
    issue_invoices,
)
from saldo.invoices.queries import open_invoices_of, sheets_of
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment
from saldo.runs.night import NIGHT, decide_next_steps, run_night
from saldo.settlement.actions import apply_credits, deliver_receipts, receive_payments, reverse_payments

LIVED_DAYS = 18
"""So many days before today are lived to the full: papers are made and mail goes through the mail server. What is
older is told: the same actions, but a paper is made when somebody opens it, and mail counts as taken by the server.
"""

DAILY = timedelta(days=24)
"""Before that, the agency looks at its books on Tuesdays and Fridays, and on the first day of a month."""

TODAYS_POLICY = timedelta(days=270)
"""For so long the company has reminded as it does today."""

FIRST_RULES = Rules(steps=(Step(5, AUTOMATIC, "first"), Step(30, DRAFTED, "second")))
"""How it began: a note after five days, and a letter after a month."""

NIGHT_TIME, MORNING, BILLING, MONEY, TALK = time(6, 5), time(9, 10), time(10, 40), time(14, 20), time(16, 15)


class Story(Stage):
    """One company through time. `clock` stands at what is played."""

    def __init__(
        self, plan: Plan, customers: Sequence[DemoCustomer], *, tenant_id: UUID, entity_id: UUID, until: datetime
    ) -> None:
        super().__init__(plan, customers, tenant_id=tenant_id, entity_id=entity_id, until=until)
        self.days = _days(plan)
        self.lived = False
        self.began_early = plan.first_day < plan.today - TODAYS_POLICY
        if self.began_early:
            with frame(tenant_id, clock=self.clock):
                change_policy(entity_id, rules=FIRST_RULES, version=0, actor=self.owner)

    def play(self, day: date) -> None:
        """One day: the night before its morning, the worklist, what is billed, what comes in, what is said."""
        self.lived = (self.plan.today - day).days <= LIVED_DAYS
        steps = NIGHT if day == self.plan.today else (decide_next_steps,)
        self._set(day, NIGHT_TIME)
        if self.began_early and day >= self.plan.today - TODAYS_POLICY:
            self.began_early = False
            with frame(self.tenant_id):
                change_policy(self.entity_id, rules=DEFAULT_RULES, version=1, actor=self.owner)
        run_night(self.tenant_id, self.entity_id, on=day, steps=steps)
        if self.lived:  # of an older day nobody asks at what hour a letter went out
            self._work()
        if day < self.plan.today:
            self._set(day, MORNING)
            clear_worklist(self, day)
            self._work()
        happened = self.days.get(day, _Day())
        self._set(day, BILLING)
        self._bill(day, happened.bills)
        self._correct(day, happened.corrections)
        self._set(day, MONEY)
        self._receive(day, happened.receipts)
        self._take_back(day, happened.returns)
        self._work()
        self._set(day, TALK)
        if tell(self, day):
            self._work()

    def _work(self) -> None:
        """Do what the actions asked for, as workers would."""
        now = self.clock.now()
        if self.lived:
            run_due_jobs(now=now, merge=True)
            return
        run_due_jobs(
            now=now,
            merge=True,
            instead={
                "invoices.make_documents": self._deliver_untold,
                "settlement.make_receipts": self._hand_receipts,
                "correspondence.send": self._accept,
                "collections.carry_reminders": self._accept,
            },
        )

    def _deliver_untold(self, ids: list[UUID]) -> None:
        with frame(self.tenant_id):
            deliver_invoices(ids, actor=self.owner, without_paper=True)

    def _hand_receipts(self, ids: list[UUID]) -> None:
        with frame(self.tenant_id):
            deliver_receipts(ids, actor=self.owner, without_paper=True)

    def _accept(self, ids: list[UUID]) -> None:
        with frame(self.tenant_id):
            claimed = claim_messages(ids, actor=self.owner, attached={})
            attempts = [Attempt(one.id, one.claimed_at, AttemptResult.ACCEPTED) for one in claimed]
            record_attempts(attempts, actor=self.owner)

    def _bill(self, day: date, bills: Sequence[Bill]) -> None:
        if not bills:
            return
        with frame(self.tenant_id):
            new = [self._new_invoice(one) for one in bills]
            draft_invoices(new, actor=self.owner).raise_if_refused()
            self.ids.bills.update({one.ref: written.id for one, written in zip(bills, new, strict=True)})
            due = [self.ids.bills[one.ref] for one in bills if not one.is_draft]
            issue_invoices(due, on=day, deliver=True, confirmed=True, actor=self.owner).raise_if_refused()

    def _new_invoice(self, one: Bill) -> NewInvoice:
        customer = self.cast[one.customer]
        tax = self.ids.taxes[{"PT": "NOR", "GB": "NS", "BR": "NS"}.get(customer.country, "AE")]
        return NewInvoice(
            id=new_id(),
            legal_entity_id=self.entity_id,
            customer_id=self.ids.customers[one.customer],
            currency=customer.currency,
            lines=tuple(
                NewLine(
                    description=line.description,
                    detail=line.detail,
                    quantity=line.quantity,
                    unit=line.unit,
                    unit_price=line.price,
                    tax_code_id=tax,
                )
                for line in one.lines
            ),
            terms_days=one.terms_days,
            title=one.title,
            period=one.period,
            order_number=one.order_number,
            language=customer.language,
        )

    def _correct(self, day: date, corrections: Sequence[Correction]) -> None:
        if not corrections:
            return
        with frame(self.tenant_id):
            sheets = sheets_of(self.tenant_id, [self.ids.bills[one.bill] for one in corrections])
            requests = []
            for one in corrections:
                sheet = sheets[self.ids.bills[one.bill]]
                amount = Money(int(sheet.total_minor * one.share), sheet.currency)
                requests.append(CreditRequest(new_id(), sheet.id, None if one.share == 1 else amount, one.reason))
            issued = credit_invoices(requests, on=day, actor=self.owner)
            issued.raise_if_refused()
            apply_credits(issued.done, on=None, actor=self.owner)

    def _receive(self, day: date, receipts: Sequence[Receipt]) -> None:
        if not receipts:
            return
        with frame(self.tenant_id):
            customers = {self.ids.customers[one.customer] for one in receipts}
            opened = {
                sheet.id: sheet
                for several in open_invoices_of(self.tenant_id, list(customers)).values()
                for sheet in several
            }
            left = {sheet.id: sheet.open_minor for sheet in opened.values()}
            new: list[NewPayment] = []
            items: dict[UUID, dict[UUID, Money]] = {}
            for one in receipts:
                currency = self.cast[one.customer].currency
                parts = defaultdict(int)
                for ref in one.bills:
                    bill = self.ids.bills[ref]
                    parts[bill] = min(left.get(bill, 0), int(left.get(bill, 0) * one.share))
                    left[bill] = left.get(bill, 0) - parts[bill]
                amount = Money(sum(parts.values()), currency) + Money.of(Decimal(one.extra), currency)
                if not amount.minor:
                    continue
                payment = self._new_payment(one, amount)
                new.append(payment)
                self.ids.receipts[one.key] = payment.id
                items[payment.id] = {bill: Money(minor, currency) for bill, minor in parts.items() if minor}
            receive_payments(new, items=items, on=None, actor=self.collector).raise_if_refused()

    def _new_payment(self, one: Receipt, amount: Money) -> NewPayment:
        return NewPayment(
            id=new_id(),
            key=f"record_payments:{one.key}",
            customer_id=self.ids.customers[one.customer],
            legal_entity_id=self.entity_id,
            method=one.method,
            amount=amount,
            received_on=one.day,
            note=one.note,
        )

    def _take_back(self, day: date, returns: Sequence[Return]) -> None:
        for one in returns:
            with frame(self.tenant_id):
                payment = self.ids.receipts[one.receipt]
                reverse_payments([payment], on=day, reason=one.reason, actor=self.collector).raise_if_refused()


class _Day:
    """What happens on a day, each kind in the order of the plan."""

    def __init__(self) -> None:
        self.bills: list[Bill] = []
        self.receipts: list[Receipt] = []
        self.corrections: list[Correction] = []
        self.returns: list[Return] = []


def played_days(plan: Plan) -> list[date]:
    """The days on which somebody at the agency looks: what happened since the last one is entered then."""
    days = []
    day = plan.first_day
    while day <= plan.today:
        recent = plan.today - day <= DAILY
        opens = day == working_day(day.replace(day=1))
        if day == plan.today or opens or (working_day(day) == day if recent else billing_day(day) == day):
            days.append(day)
        day += timedelta(days=1)
    return days


def _days(plan: Plan) -> dict[date, _Day]:
    """What happens, by the day on which it is entered: the first played one that is not before it."""
    played = played_days(plan)
    found: defaultdict[date, _Day] = defaultdict(_Day)
    for kind in ("bills", "receipts", "corrections", "returns"):
        for one in sorted(getattr(plan, kind), key=lambda each: each.day):
            entered = next((day for day in played if day >= one.day), None)
            if entered is not None:
                getattr(found[entered], kind).append(one)
    return dict(found)
