"""How one customer pays, and how their balance went, as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from saldo.insights.documents.pictures import Picture, PicturePoint, day_words, money_words
from saldo.insights.policies.expectation import LATEST, habit_of
from saldo.insights.policies.series import month_ends
from saldo.invoices.choices import InvoiceKind, InvoiceState
from saldo.invoices.policies.sheet import Sheet
from saldo.kernel.money import Money
from saldo.ledger.queries.history import BalanceStep

BALANCE_MONTHS = 13


@dataclass(frozen=True, slots=True)
class Dot:
    """An invoice against its due date, as `habit_chart` draws it."""

    due_on: date
    days_late: int
    label: str
    amount: Money
    is_open: bool
    url: str


@dataclass(frozen=True, slots=True)
class HabitPicture:
    """What `habit_chart` draws; `summary` is the answer that stands above it."""

    title: str
    summary: str
    dots: Sequence[Dot]


def habit_picture(sheets: Sequence[Sheet], *, on: date) -> HabitPicture:
    """A customer's last paid and overdue invoices against their due dates.

    What was credited is left out: it was not paid late or early.
    """
    credited = {one.corrects_id for one in sheets}
    dots = [
        _dot(one, on)
        for one in sheets
        if one.kind == InvoiceKind.INVOICE
        and one.due_on is not None
        and one.id not in credited
        and (one.state == InvoiceState.SETTLED or one.due_on < on)
    ][:LATEST]
    return HabitPicture(_("Days after the due date"), _habit_words(dots), dots[::-1])


def _dot(sheet: Sheet, on: date) -> Dot:
    due_on = sheet.due_on or on
    is_open = sheet.state != InvoiceState.SETTLED
    return Dot(
        due_on=due_on,
        days_late=((on if is_open else sheet.settled_on or on) - due_on).days,
        label=sheet.number or "",
        amount=sheet.total,
        is_open=is_open,
        url=reverse("console:show_invoice", args=[sheet.id]),
    )


def _habit_words(dots: Sequence[Dot]) -> str:
    paid = [one.days_late for one in dots if not one.is_open]
    habit = habit_of(paid)
    if habit is None:
        return _("Too few invoices have been paid to speak of a habit.")
    values = {"number": habit.invoices, "days": abs(habit.usual), "late": habit.late}
    if habit.usual > 0:
        sentence = ngettext(
            "Half of the last %(number)s paid invoices came within %(days)s day after the due date.",
            "Half of the last %(number)s paid invoices came within %(days)s days after the due date.",
            habit.usual,
        )
    elif habit.usual < 0:
        sentence = ngettext(
            "Half of the last %(number)s paid invoices came %(days)s day or more before the due date.",
            "Half of the last %(number)s paid invoices came %(days)s days or more before the due date.",
            -habit.usual,
        )
    else:
        sentence = _("Half of the last %(number)s paid invoices came by the due date.")
    words = sentence % values
    drift = _drift(paid)
    return f"{words} {drift}" if drift else words


def _drift(paid: Sequence[int]) -> str:
    """Whether the later half of the invoices came later or sooner than the half before; said from a week on."""
    half = len(paid) // 2
    newer, older = habit_of(paid[:half]), habit_of(paid[half:])
    if newer is None or older is None:
        return ""
    if newer.usual - older.usual >= 7:
        return _("Lately they pay later than before.")
    return _("Lately they pay sooner than before.") if older.usual - newer.usual >= 7 else ""


def balance_picture(steps: Sequence[BalanceStep], *, on: date) -> Picture | None:
    """A customer's balance at the end of each month of a year, and today; None where it was never anything."""
    if not steps:
        return None
    currency = steps[0].receivable.currency
    ends = [end for end in month_ends(on, BALANCE_MONTHS) if end >= steps[0].on - timedelta(days=31)]
    points = [PicturePoint(end, value=_balance_at(steps, end, currency)) for end in ends]
    if not any(one.value for one in points):
        return None
    most = max(points, key=lambda one: one.value.minor if isinstance(one.value, Money) else 0)
    values = {"amount": money_words(steps[-1].net), "day": day_words(most.on)}
    values["most"] = money_words(most.value) if isinstance(most.value, Money) else ""
    return Picture(
        title=_("Balance at the end of each month"),
        summary=_("%(amount)s today; the most at a month's end was %(most)s, on %(day)s.") % values,
        points=points,
        unit="money",
        heading=_("Balance"),
    )


def _balance_at(steps: Sequence[BalanceStep], end: date, currency: str) -> Money:
    past = [one for one in steps if one.on <= end]
    return past[-1].net if past else Money.zero(currency)
