"""`/ui`: everything Saldo is made of, on one page, with figures that add up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from saldo.base.tenants.frame import outside
from saldo.kernel.calendar import add_months
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Refusal
from saldo.web.ui.choices import STATUSES
from saldo.web.ui.schemas import (
    BandChart,
    BandPoint,
    Chip,
    HabitChart,
    HabitDot,
    LineChart,
    LinePoint,
    NavigationLink,
    RowReport,
    Shell,
    Sparkline,
)

COLOURS = (
    *("paper", "sheet", "well", "rule", "rule-strong", "edge", "ink", "ink-2", "ink-3", "accent", "accent-wash"),
    *("settled", "due", "overdue", "held", "idle", "fill-open", "fill-due"),
    *("fill-late-1", "fill-late-2", "fill-late-3", "fill-late-4", "fill-band"),
)


class SpecimenForm(forms.Form):
    """One field of every kind; the amount is refused so that a refusal can be seen."""

    customer = forms.CharField(label=_("Customer"), initial="Casa Mirlo, S.L.")
    amount = forms.DecimalField(label=_("Amount received"), decimal_places=2, localize=True)
    received_on = forms.DateField(
        label=_("Received on"),
        help_text=_("The day the bank booked it."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    settles = forms.ChoiceField(
        label=_("Settles"), choices=[("oldest", _("Oldest first")), ("405", "FT 2026/405")], required=False
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    receipt = forms.ChoiceField(
        label=_("Send the receipt"),
        choices=[("now", _("now, in Spanish")), ("never", _("do not send"))],
        widget=forms.RadioSelect,
    )
    is_private = forms.BooleanField(label=_("Only our own people may read this note"), required=False)


class SpecimenFileForm(forms.Form):
    """The field of a file drop."""

    statement = forms.FileField(label=_("Statement of the bank"), help_text=_("CSV, up to 10 MB."), required=False)


def _euro(text: str) -> Money:
    return Money.of(text, "EUR")


def _shell() -> Shell:
    groups = (
        (("Overview", None), ("Today", 6)),
        (("Customers", None), ("Invoices", None), ("Payments", None)),
        (("Reports", None),),
        (("Settings", None),),
    )
    return Shell(
        navigation=[
            [NavigationLink(label, "#", waiting, label == "Settings") for label, waiting in group] for group in groups
        ],
        tenant="Atelier Norte",
        legal_entity="Atelier Norte, Lda",
        person="Helena Prata",
        role="Owner",
        search_url="#",
        is_test=True,
    )


def _rows() -> list[dict[str, Any]]:
    return [
        {
            "number": "FT 2026/405",
            "customer": "Casa Mirlo",
            "about": "Tile catalogue, autumn",
            "status": "overdue",
            "days": 9,
            "open": _euro("5447.50"),
            "in_base": _euro("5447.50"),
        },
        {
            "number": "FT 2026/389",
            "customer": "Browar Wierzba",
            "about": "Winter beer labels",
            "status": "promised",
            "open": Money.of("23800.00", "PLN"),
            "in_base": _euro("5600.00"),
        },
        {
            "number": "FT 2026/352",
            "customer": "Estúdio Jabuti",
            "about": "Picture-book series, art direction",
            "status": "in_plan",
            "open": Money.of("17360.00", "BRL"),
            "in_base": _euro("2800.00"),
        },
        {
            "number": "FT 2026/416",
            "customer": "Museu do Linho",
            "about": "Exhibition graphics “Linho”",
            "status": "due",
            "days": 5,
            "open": _euro("9225.00"),
            "in_base": _euro("9225.00"),
        },
    ]


def _ageing() -> list[dict[str, Any]]:
    buckets = (
        (_("Not due"), "32786.55", "open"),
        (_("Due in 7 days"), "12225.00", "due"),
        (_("1–30 days late"), "21763.00", "late-1"),
        (_("31–60 days"), "5100.00", "late-2"),
        (_("61–90 days"), "7380.00", "late-3"),
        (_("Over 90"), "2447.70", "late-4"),
    )
    return [{"label": label, "amount": _euro(text), "fill": fill, "url": "#"} for label, text, fill in buckets]


DSO = (58, 59, 57, 56, 57, 54, 53, 51, 52, 50, 49, 47)
EXPECTED = (
    *(("6200", "9860", "13100"), ("18400", "24580", "30300")),
    *(("29100", "37060", "44200"), ("40900", "50410", "58300")),
)
LATENESS = (-2, 0, 3, 1, 4, 6, 3, 8, 7, 11, 9, 14)


def _charts() -> dict[str, Any]:
    months = [add_months(date(2025, 12, 1), number) for number in range(12)]
    return {
        "trend": LineChart(
            title=gettext("Days until money arrives"),
            summary=gettext("From 58 days in December to 47 in November; the goal is 42."),
            points=[LinePoint(on, days) for on, days in zip(months, DSO, strict=True)],
            unit="days",
            heading=gettext("DSO, days"),
            goal=42,
            goal_words=gettext("Goal 42, by March"),
        ),
        "band": BandChart(
            title=gettext("Expected receipts, added up"),
            summary=gettext("€50,410 by 14 December, most likely between €40,900 and €58,300."),
            points=[
                BandPoint(
                    date(2026, 11, 23) + timedelta(weeks=week), low=_euro(low), likely=_euro(likely), high=_euro(high)
                )
                for week, (low, likely, high) in enumerate(EXPECTED)
            ],
        ),
        "habit": HabitChart(
            title=gettext("Days late, by due date"),
            summary=gettext(
                "Twelve paid invoices, from two days early to fourteen days late; one is open, 33 days late."
            ),
            dots=[
                *(
                    HabitDot(on, days, f"FT 2026/{301 + number}", _euro("1200.00"))
                    for number, (on, days) in enumerate(zip(months, LATENESS, strict=True))
                ),
                HabitDot(date(2026, 10, 18), 33, "FT 2026/371", _euro("2000.00"), is_open=True, url="#"),
            ],
        ),
        "spark": Sparkline(gettext("Days until money arrives, in twelve months"), DSO),
        "nothing": LineChart(gettext("Days until money arrives"), "", (), "days", ""),
    }


def _events() -> list[dict[str, Any]]:
    return [
        {
            "on": date(2026, 11, 13),
            "icon": "paid",
            "tone": "settled",
            "words": "£1,200.00 received by bank transfer",
            "note": "Settles part of FT 2026/371; found by its reference MF-371.",
            "url": "#",
            "action": "Bank line",
        },
        {
            "on": date(2026, 11, 12),
            "icon": "disputed",
            "tone": "held",
            "words": "Case opened on £600.00 of FT 2026/398",
            "note": "“The extra half-day of photography was never agreed with us.” Joana Reis answers by 24 November.",
            "url": "#",
            "action": "Case 58",
        },
        {
            "on": date(2026, 11, 9),
            "icon": "mail",
            "words": "Reminder by e-mail: FT 2026/398, 5 days overdue",
            "note": "Delivered; read at 11:04",
        },
    ]


def _form() -> SpecimenForm:
    return SpecimenForm(
        {"customer": "Casa Mirlo, S.L.", "amount": "5447.505", "received_on": "2026-11-20", "receipt": "now"}
    )


@outside
@require_safe
def show_components(request: HttpRequest) -> HttpResponse:
    """The page of components. Reads nothing: its company is invented."""
    context = {
        "shell": _shell(),
        "colours": COLOURS,
        "statuses": STATUSES,
        "balance": _euro("81702.25"),
        "none": _euro("0.00"),
        "moneys": [
            ("Euro", _euro("81702.25"), None),
            ("Pound", Money.of("8400.00", "GBP"), None),
            ("Złoty", Money.of("23800.00", "PLN"), None),
            ("Real, with its value in euro", Money.of("17360.00", "BRL"), _euro("2800.00")),
            ("Yen", Money.of("120000", "JPY"), None),
            ("Credit", _euro("-120.50"), None),
        ],
        "sum_parts": [
            ("", "overdue", "Overdue", _euro("36690.70")),
            ("=", "", "To ask for", _euro("27600.70")),
            ("+", "promised", "Promised", _euro("5600.00")),
            ("+", "in_plan", "In plan", _euro("2800.00")),
            ("+", "disputed", "Disputed", _euro("690.00")),
        ],
        "form": _form(),
        "file_form": SpecimenFileForm(),
        "filters": {
            "label": _("Find in these invoices"),
            "placeholder": _("Customer, number, amount"),
            "chips": [Chip("Status", "#", "open", is_on=True), Chip("Due", "#"), Chip("Currency", "#")],
            "count": "4 of 19",
        },
        "rows": _rows(),
        "total": _euro("23072.50"),
        "overdue": _euro("36690.70"),
        "buckets": _ageing(),
        "charts": _charts(),
        "events": _events(),
        "at": datetime(2026, 11, 20, 15, 20, tzinfo=UTC),
        "report": RowReport(
            done=212,
            unchanged=1,
            refused=[Refusal(item=17, code="no_amount", sentence="The amount is empty. Write 0.00.", field="amount")],
        ),
    }
    return render(request, "ui/show_components.html", context)
