"""Shapes that the shells, partials and charts read. For shells and partials a dict serves as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from saldo.kernel.money import Money


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A line of the side navigation; `waiting` is how many things wait there, None or 0 shows nothing."""

    label: str
    url: str
    waiting: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What `ui/console.html` reads as `shell`; the groups of `navigation` are set apart by space."""

    navigation: Sequence[Sequence[NavigationLink]]
    tenant: str
    legal_entity: str
    person: str
    role: str
    home_url: str = "/"
    search_url: str = ""
    sign_out_url: str = ""
    account_url: str = ""
    is_test: bool = False
    test_sentence: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class PortalShell:
    """What `ui/portal.html` reads as `portal`; `languages` are (code, own name), `foot` whole sentences."""

    seller: str
    home_url: str = ""
    brand_colour: str = ""
    logo_url: str = ""
    languages: Sequence[tuple[str, str]] = ()
    language: str = ""
    language_url: str = ""
    foot: Sequence[str] = ()
    is_test: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in `ui/filters.html`: a link that sets it or, when on, takes it away."""

    label: str
    url: str
    value: str = ""
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of the rows of a file, for `ui/row_report.html`; `refused` are `kernel.outcomes.Refusal`."""

    done: int
    unchanged: int = 0
    refused: Sequence[object] = field(default_factory=tuple)


# --- charts: `{% load charts %}`; sentences are the caller's and already in the reader's language

Step = Literal["day", "week", "month"]
Unit = Literal["days", "percent", "number", "money"]


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a stacked bar. `fill`: open, due, late-1 … late-4, settled, held. A negative part has no length."""

    label: str
    amount: Money
    fill: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class StackedBar:
    """`{% stacked_bar chart %}`: one bar with its figures below, such as the ageing."""

    title: str
    parts: Sequence[BarPart]


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A value at a day; None is a gap. Money where the chart's unit is money."""

    on: date
    value: Decimal | int | Money | None
    url: str = ""


@dataclass(frozen=True, slots=True)
class LineChart:
    """`{% line_chart chart %}`: how one figure moved, with a goal where there is one. Points are in the order of days.

    `summary` says in words what the picture shows; `heading` names the figure above its column; `goal_words` stand at
    the goal's line ("Goal 42, by March").
    """

    title: str
    summary: str
    points: Sequence[LinePoint]
    unit: Unit
    heading: str
    step: Step = "month"
    goal: Decimal | int | Money | None = None
    goal_words: str = ""


@dataclass(frozen=True, slots=True)
class BandPoint:
    """A likely amount between a low and a high one; what is known has all three the same."""

    on: date
    low: Money
    likely: Money
    high: Money
    url: str = ""


@dataclass(frozen=True, slots=True)
class BandChart:
    """`{% band_chart chart %}`: what is expected, with its range. Points in the order of days, in one currency."""

    title: str
    summary: str
    points: Sequence[BandPoint]
    step: Step = "week"


@dataclass(frozen=True, slots=True)
class HabitDot:
    """An invoice: the day it was due, and by how many days it was paid late (negative: early) or is late, when open."""

    due_on: date
    days_late: int
    label: str
    amount: Money | None = None
    is_open: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class HabitChart:
    """`{% habit_chart chart %}`: a customer's invoices as dots against their due dates. The latest 200 are drawn."""

    title: str
    summary: str
    dots: Sequence[HabitDot]


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`{% sparkline chart %}`: a figure's movement, small enough for a row or a stat; `title` says it in words."""

    title: str
    values: Sequence[Decimal | int]
