"""What happens in the company's past, drawn from a seed and the day that is today, and from nothing else."""

from __future__ import annotations

import calendar
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from saldo.demo.cast import HABITS, DemoCustomer, Habit
from saldo.demo.happenings import Bill, Correction, Inquiry, Line, Plan, Receipt
from saldo.demo.says import disputes, questions
from saldo.demo.works import all_works, price_in, words_of
from saldo.kernel.calendar import add_months, next_contact_day

MONTHS = 18
SEED = 413
_HOUR_EUR = 62
_UNREMINDED_DAYS = 24
"""So much later than now most customers paid when the past begins: the company has learned to remind them."""

_BUSY = 1.5
"""All projects together, as against what customers.csv says: one number that sets the year's revenue."""


def working_day(day: date) -> date:
    """The day, or the first one after it on which people work in Porto."""
    return next_contact_day(day, "PT")


def billing_day(day: date) -> date:
    """The day, or the first one after it on which the agency bills: working Tuesdays and Fridays."""
    while day.weekday() not in (1, 4) or working_day(day) != day:
        day += timedelta(days=1)
    return day


def plan_past(
    customers: Sequence[DemoCustomer],
    *,
    today: date,
    seed: int = SEED,
    months: int = MONTHS,
    calm: frozenset[str] = frozenset(),
) -> Plan:
    """The last months of everybody. Each customer has chances of its own, so that one more changes nothing for others.

    Customers who are `calm` owe nothing overdue today: something else is told of them.
    """
    plan = Plan(add_months(today, -months), today)
    for one in customers:
        chance = random.Random(f"{seed} {one.number}")
        first = max(plan.first_day, add_months(today, -min(one.since, months)))
        last = add_months(today, -one.until)
        bills = [*_retainer(one, first, last), *_projects(one, first, last, chance)]
        for bill in sorted(bills, key=lambda bill: (bill.day, bill.ref)):
            plan.bills.append(bill)
            _plan_payment(plan, one, bill, last, chance)
        if one.number in calm:
            _calm(plan, one)
    return plan


def _calm(plan: Plan, one: DemoCustomer) -> None:
    """Whoever is calm has no project of their own in the last weeks, and has paid what fell due before."""
    retainers = {f"{one.number} {bill.day:%Y-%m}" for bill in plan.bills}
    plan.bills[:] = [
        bill
        for bill in plan.bills
        if bill.customer != one.number or bill.ref in retainers or bill.day < plan.today - timedelta(days=75)
    ]
    own = {bill.ref: bill for bill in plan.bills if bill.customer == one.number}
    lately = {ref: bill for ref, bill in own.items() if bill.due_on >= _since(plan)}
    kept = [each for each in plan.receipts if each.customer != one.number]
    kept += [
        replace(each, day=min(each.day, _since(plan)))
        for each in plan.receipts
        if each.customer == one.number and each.bills[0] in own and each.bills[0] not in lately
    ]
    for ref, bill in lately.items():
        day = max(bill.day, working_day(bill.due_on - timedelta(days=4)))
        if day <= plan.today:
            kept.append(Receipt(ref, one.number, day, (ref,)))
    plan.receipts[:] = kept
    told = {ref for ref in own if ref not in lately}
    plan.corrections[:] = [each for each in plan.corrections if each.customer != one.number or each.bill in told]
    plan.inquiries[:] = [each for each in plan.inquiries if each.customer != one.number or each.key in told]


def _since(plan: Plan) -> date:
    return plan.today - timedelta(days=110)


def _retainer(one: DemoCustomer, first: date, last: date) -> Iterator[Bill]:
    """One on the first working day of each month, for that month."""
    if one.retainer is None:
        return
    kind, price = one.retainer
    work = all_works()[kind]
    month = first.replace(day=1)
    while month <= last:
        day = working_day(month)
        end = month.replace(day=calendar.monthrange(month.year, month.month)[1])
        if first <= day <= last:
            line = Line(work.lines[one.language][0], Decimal(price_in(one.currency, price)))
            yield Bill(
                ref=f"{one.number} {month:%Y-%m}",
                customer=one.number,
                day=day,
                title=work.titles[one.language],
                lines=(line,),
                terms_days=min(one.terms_days, 30),
                period=f"{month.isoformat()}/{end.isoformat()}",
            )
        month = end + timedelta(days=1)


def _projects(one: DemoCustomer, first: date, last: date, chance: random.Random) -> Iterator[Bill]:
    earliest = first
    if one.since >= MONTHS:  # some projects were under way when the past begins
        first -= timedelta(days=80)
    span = (last - first).days
    count = max(1, round(_BUSY * one.projects * span / 365))
    for place in range(count):
        begins = first + timedelta(days=int(span * (place + chance.uniform(0.05, 0.95)) / count))
        kind = one.works[place % len(one.works)] if place < len(one.works) else chance.choice(one.works)
        yield from _project(one, f"{one.number} P{place + 1}", kind, begins, (earliest, last), chance)


def _project(
    one: DemoCustomer, name: str, kind: str, begins: date, billed: tuple[date, date], chance: random.Random
) -> Iterator[Bill]:
    """A project is billed at once when it is small, else in two or three parts, weeks apart."""
    work, words = all_works()[kind], words_of(one.language)
    eur = chance.uniform(work.low, work.high) * one.scale
    shares = (100,) if eur < 2400 else (50, 50) if eur < 6000 else (40, 30, 30)
    kinds = {1: ("",), 2: ("deposit", "final"), 3: ("deposit", "milestone", "final")}[len(shares)]
    total = price_in(one.currency, eur)
    offer = f"{begins.year}-{chance.randint(11, 189):03d}"
    title, texts = work.titles[one.language], work.lines[one.language]
    order = f"PO {chance.randint(41000, 69999)}" if one.country == "GB" or chance.random() < 0.12 else ""
    day = begins
    for place, (share, part) in enumerate(zip(shares, kinds, strict=True)):
        day = billing_day(day)
        said = words["on_offer" if place == 0 else "of_offer"].format(percent=share, offer=offer) if part else ""
        described = [texts[min(place, len(texts) - 1)]] if part else list(texts)
        lines = lines_of(described, Decimal(total) * share / 100, said)
        if part != "deposit" and chance.random() < 0.25:
            hours = Decimal(chance.randint(3, 18)) / 2
            rate = Decimal(price_in(one.currency, _HOUR_EUR, step=1))
            lines.append(Line(words["hours"], rate, hours, words["hour"]))
        if billed[0] <= day <= billed[1]:
            yield Bill(
                ref=f"{name}.{place + 1}",
                customer=one.number,
                day=day,
                title=words[part].format(title=title) if part else title,
                lines=tuple(lines),
                terms_days=min(one.terms_days, 14) if part == "deposit" else one.terms_days,
                order_number=order,
            )
        day += timedelta(days=chance.randint(26, 52))


def lines_of(texts: Sequence[str], net: Decimal, said: str) -> list[Line]:
    """The net amount over the texts: the first gets what is left when the others got round sums."""
    if len(texts) == 1:
        return [Line(texts[0], net, detail=said)]
    rest = (net / (len(texts) + 1)).quantize(Decimal(10)) or Decimal(10)
    first = net - rest * (len(texts) - 1)
    return [Line(text, first if place == 0 else rest, detail=said) for place, text in enumerate(texts)]


def _plan_payment(plan: Plan, one: DemoCustomer, bill: Bill, last: date, chance: random.Random) -> None:
    """When and how a bill is paid, after its customer's habit. What would come after today has not come."""
    habit = HABITS[one.habit]
    late = _late_days(habit, bill, plan, chance)
    contested, parted = chance.random() < habit.dispute_share, chance.random() < habit.part_share
    day = working_day(max(bill.day + timedelta(days=2), bill.due_on + timedelta(days=late)))
    if _stays_unpaid(one, bill, plan, last, chance):
        return
    method = "card" if bill.net < 900 and chance.random() < 0.35 else "transfer"
    if contested:
        said = chance.choice(disputes(one.language))
        asked = working_day(bill.due_on - timedelta(days=chance.randint(2, 9)))
        settled = working_day(asked + timedelta(days=chance.randint(4, 9)))
        if settled < plan.today:
            share = Decimal(chance.choice((8, 10, 15))) / 100
            plan.inquiries.append(
                Inquiry(bill.ref, one.number, asked, said.words, bill.ref, said.reason, said.answer, settled)
            )
            plan.corrections.append(Correction(bill.ref, one.number, settled, share, said.on_the_note))
            day = max(day, working_day(settled + timedelta(days=3)))
    elif chance.random() < 0.06 and one.habit != "early":
        asked = working_day(bill.due_on - timedelta(days=chance.randint(3, 8)))
        answered = working_day(asked + timedelta(days=1))
        if bill.day < asked and answered < plan.today - timedelta(days=1):
            question = chance.choice(questions(one.language))
            plan.inquiries.append(
                Inquiry(bill.ref, one.number, asked, question.words, "", "", question.answer, answered)
            )
    receipt = Receipt(bill.ref, one.number, day, (bill.ref,), method=method)
    if parted:
        later = working_day(day + timedelta(days=chance.randint(9, 24)))
        if day <= plan.today:
            plan.receipts.append(Receipt(f"{bill.ref} a", one.number, day, (bill.ref,), Decimal("0.5")))
        receipt = Receipt(f"{bill.ref} b", one.number, later, (bill.ref,))
    if receipt.day <= plan.today:
        plan.receipts.append(receipt)


def _late_days(habit: Habit, bill: Bill, plan: Plan, chance: random.Random) -> int:
    days = habit.late_days + chance.randint(-habit.spread_days, habit.spread_days)
    age = (bill.day - plan.first_day).days / max(1, (plan.today - plan.first_day).days)
    if habit.learns:
        days += round(max(0, habit.late_days) * (0.7 - 1.2 * age))
    return days + round(_UNREMINDED_DAYS * (1 - age) * (days > -5))


def _stays_unpaid(one: DemoCustomer, bill: Bill, plan: Plan, last: date, chance: random.Random) -> bool:
    if one.habit == "gone":
        return bill.day > last - timedelta(days=60)
    if one.habit == "trouble":
        return bill.day > plan.today - timedelta(days=150) and chance.random() < 0.4
    return False
