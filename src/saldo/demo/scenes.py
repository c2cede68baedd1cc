"""What is told of the last weeks, beside what chance makes: the tasks of this morning, and how they came about.

Days are counted back from the last working day, so that the same morning waits on every day of the year.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from saldo.demo.cast import PEOPLE, DemoCustomer
from saldo.demo.happenings import Bill, Inquiry, NewAddress, PhoneCall, Plan, Promise, Receipt, Remark, Return
from saldo.demo.plan import MONTHS, SEED, billing_day, lines_of, plan_past, working_day
from saldo.demo.says import disputes, questions
from saldo.demo.works import all_works

HELENA, RUI = PEOPLE[0].name, PEOPLE[1].name

LETTERS = (
    # customer, days overdue, net, work, the letter that waits: weekends and holidays may have put it off for days
    ("Casa Mirlo S.L.", 11, 1290, "menu", 2),
    ("Ateliê Pau-Brasil Ltda", 12, 1460, "illustration", 2),
    ("Studio Łódź sp. z o.o.", 22, 2356, "exhibition", 3),
    ("Marlow & Finch Ltd", 40, 2850, "catalogue", 4),
)
SETTLED = frozenset(
    {
        *(name for name, *_ in LETTERS),
        "Padaria Bolhão Novo",
        "Ferragens Cordeiro & Filhos, Lda",
        "Óptica Miramar S.L.",
        "Telares Olmo S.A.",
        "Galería Abril S.L.",
        "Wren Street Theatre",
    }
)
"""Of these nothing else is overdue, so that the letter says what the scene is about."""


def plan_company(customers: Sequence[DemoCustomer], *, today: date, seed: int = SEED, months: int = MONTHS) -> Plan:
    """Everything that happens, up to today."""
    names = {one.name: one for one in customers}
    calm = frozenset(names[name].number for name in SETTLED if name in names)
    plan = plan_past(customers, today=today, seed=seed, months=months, calm=calm)
    _Scenes(plan, names).tell()
    return plan


class _Scenes:
    """Adds the scenes of whoever is in the cast."""

    def __init__(self, plan: Plan, names: dict[str, DemoCustomer]) -> None:
        self.plan, self.names = plan, names
        self.now = _working_before(plan.today)

    def tell(self) -> None:
        for name, days, net, kind, letter in LETTERS:
            if name in self.names:
                self._owes(name, self._ago(days), net, kind)
                self.plan.left[self.names[name].number] = letter
        for scene in (
            self._part_paid,
            self._decide,
            self._bounce,
            self._cheque,
            self._broken_promise,
            self._dispute,
            self._question,
            self._in_trouble,
            self._due_today,
            self._drafts,
            self._paid_twice,
            self._closed_down,
            self._words,
        ):
            scene()

    def _ago(self, days: int) -> date:
        return self.now - timedelta(days=days)

    def _owes(self, name: str, due_on: date, net: int, kind: str, *, order: str = "") -> str:
        """A bill that was due on a day, or up to three days before it: the agency bills on two days a week."""
        one, work = self.names[name], all_works()[kind]
        day = _billing_before(due_on - timedelta(days=one.terms_days))
        bill = Bill(
            ref=f"{one.number} S{len(self.plan.bills)}",
            customer=one.number,
            day=day,
            title=work.titles[one.language],
            lines=tuple(lines_of(work.lines[one.language], Decimal(net), "")),
            terms_days=(due_on - day).days,
            order_number=order,
        )
        self.plan.bills.append(bill)
        return bill.ref

    def _pays(self, ref: str, day: date, share: str = "1", method: str = "transfer", note: str = "") -> None:
        bill = next(one for one in self.plan.bills if one.ref == ref)
        self.plan.receipts.append(
            Receipt(f"{ref} pays", bill.customer, day, (ref,), Decimal(share), method=method, note=note)
        )

    def _call(self, name: str, days: int, outcome: str, text: str) -> None:
        if name in self.names:
            self.plan.calls.append(PhoneCall(self.names[name].number, self._ago(days), RUI, outcome, text))

    def _note(self, name: str, days: int, author: str, text: str) -> None:
        if name in self.names:
            self.plan.remarks.append(Remark(self.names[name].number, self._ago(days), author, text))

    def _part_paid(self) -> None:
        """Somebody who pays in parts has paid the first of them."""
        if "Casa Mirlo S.L." in self.names:
            number = self.names["Casa Mirlo S.L."].number
            ref = next(one.ref for one in self.plan.bills if one.customer == number and " S" in one.ref)
            self._pays(ref, working_day(self._ago(14)), share="0.4")

    def _decide(self) -> None:
        name = "Padaria Bolhão Novo"
        if name in self.names:
            self._owes(name, self._ago(55), 1180, "packaging")
            self.plan.left[self.names[name].number] = 5

    def _bounce(self) -> None:
        """The new bookkeeper's address was taken down wrongly; the next invoice came back."""
        name = "Ferragens Cordeiro & Filhos, Lda"
        if name not in self.names:
            return
        one, work = self.names[name], all_works()["leaflets"]
        day = _billing_before(self.now)
        heard = _working_before(day - timedelta(days=2))
        mailbox = "contablidade@ferragenscordeiro.example"
        self.plan.addresses.append(NewAddress(one.number, heard, mailbox, "Luísa Cordeiro", "Cara Luísa,", dead=True))
        self.plan.remarks.append(
            Remark(one.number, heard, RUI, "Armando has retired. His daughter Luísa does the books now; new address.")
        )
        lines = tuple(lines_of(work.lines[one.language], Decimal(640), ""))
        self.plan.bills.append(Bill(f"{one.number} S", one.number, day, work.titles[one.language], lines, 30))
        self.plan.left[one.number] = 1

    def _cheque(self) -> None:
        """A cheque that the bank sent back."""
        name = "Óptica Miramar S.L."
        if name not in self.names:
            return
        ref = self._owes(name, self._ago(19), 1750, "campaign")
        number = self.names[name].number
        self._pays(ref, working_day(self._ago(15)), method="cheque", note="Cheque 4471 902, handed over in Sitges")
        reason = "The bank returned the cheque: not covered"
        self.plan.returns.append(Return(f"{ref} pays", number, _working_before(self._ago(1)), reason))
        self.plan.left[number] = 1

    def _broken_promise(self) -> None:
        name = "Telares Olmo S.A."
        if name not in self.names:
            return
        number = self.names[name].number
        self._owes(name, self._ago(21), 1980, "pattern")
        text = "Joaquín: the transfer goes out this week, together with the yarn supplier's."
        self.plan.promises.append(Promise(number, self._ago(17), self._ago(1), text))
        self.plan.left[number] = 3

    def _dispute(self) -> None:
        name = "Galería Abril S.L."
        if name not in self.names:
            return
        one = self.names[name]
        ref = self._owes(name, self.plan.today + timedelta(days=6), 3240, "exhibition")
        said = disputes(one.language)[2]
        self.plan.inquiries.append(
            Inquiry(f"{ref} now", one.number, _working_before(self._ago(1)), said.words, ref, said.reason)
        )
        self.plan.left[one.number] = 1

    def _question(self) -> None:
        name = "Wren Street Theatre"
        if name not in self.names:
            return
        one = self.names[name]
        ref = self._owes(name, self.plan.today + timedelta(days=11), 1120, "posters", order="PO 52218")
        self.plan.inquiries.append(Inquiry(f"{ref} now", one.number, self.now, questions(one.language)[1].words))
        self.plan.left[one.number] = 1

    def _in_trouble(self) -> None:
        """Two who have not paid for months, and are spoken with."""
        for name, days, net, kind in (
            ("Imobiliária Foz Clara, Lda", 74, 1740, "signage"),
            ("Meble Brzezina sp. z o.o.", 52, 4900, "catalogue"),
        ):
            if name in self.names:
                self._owes(name, self._ago(days), net, kind)
        self._call("Imobiliária Foz Clara, Lda", 30, "reached", "Ricardo: two sales fell through. Asks for patience.")
        self._call("Imobiliária Foz Clara, Lda", 9, "not_reached", "")
        self._call("Meble Brzezina sp. z o.o.", 12, "reached", "Marek waits for a payment from a hotel; offers parts.")

    def _due_today(self) -> None:
        for name, net, kind in (
            ("Bodegas Tres Encinas S.L.", 2150, "labels"),
            ("Teatro da Ribeira", 940, "posters"),
            ("Wydawnictwo Trzy Mosty sp. z o.o.", 1780, "illustration"),
        ):
            if name in self.names:
                self._owes(name, self.plan.today, net, kind)

    def _drafts(self) -> None:
        """Written yesterday, and not issued yet."""
        for name, net, kind in (
            ("Hotel Miradouro da Sé, S.A.", 4380, "wayfinding"),
            ("Kliniki Lipowa S.A.", 6200, "website"),
            ("Thistledown Tea Co. Ltd", 2150, "packaging"),
        ):
            if name in self.names:
                one = self.names[name]
                self._owes(name, self.plan.today, net, kind)
                draft = self.plan.bills.pop()
                self.plan.bills.append(replace(draft, day=self.now, terms_days=one.terms_days, is_draft=True))

    def _paid_twice(self) -> None:
        """Money that came a second time, kept as credit."""
        for name, extra, days in (("Cerâmica Aldeia Nova, Lda", "620.00", 11), ("Marta Figueiredo", "150.00", 20)):
            if name in self.names:
                number = self.names[name].number
                twice = Receipt(f"{number} twice", number, working_day(self._ago(days)), (), extra=Decimal(extra))
                self.plan.receipts.append(twice)
                self._note(name, days - 1, RUI, "Paid twice by mistake. They want it kept for the next invoice.")

    def _closed_down(self) -> None:
        self._note("Perfumes Azahar S.L.", 118, RUI, "The shop in Calle Betis is empty. Nobody picks up.")
        self._note(
            "Cervejaria Lupulina, Lda", 84, HELENA, "Sérgio wrote: the brewery has closed. We wait for the list."
        )
        self._note("Pennywhistle Toys Ltd", 80, RUI, "In administration since the spring. Claim sent by post.")

    def _words(self) -> None:
        self._call("Studio Łódź sp. z o.o.", 4, "reached", "Agnieszka was abroad; she asks her accountant today.")
        self._call("Marlow & Finch Ltd", 13, "reached", "Oliver: waiting for their own client to pay. No date yet.")
        self._call("Marlow & Finch Ltd", 5, "not_reached", "")
        self._call("Padaria Bolhão Novo", 20, "reached", "António: the oven broke. Could pay in three parts.")
        self._note(
            "Hotel Miradouro da Sé, S.A.", 26, HELENA, "They pay on the 10th and the 25th only. No use asking between."
        )
        self._note("Museu do Linho", 41, RUI, "City money: sixty days, and then it comes. Send the order number along.")
        self._note("Browar Nad Wartą sp. z o.o.", 33, RUI, "New bookkeeper, Ms Lis. Prefers mail to the phone.")
        self._note(
            "Quinta do Vale Longo, S.A.", 17, HELENA, "Teresa wants labels for the reserve as well. Offer by Friday."
        )


def _working_before(day: date) -> date:
    """The day, or the last one before it on which people work in Porto."""
    while working_day(day) != day:
        day -= timedelta(days=1)
    return day


def _billing_before(day: date) -> date:
    while billing_day(day) != day:
        day -= timedelta(days=1)
    return day
