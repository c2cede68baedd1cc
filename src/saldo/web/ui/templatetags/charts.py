"""`{% load charts %}`: pictures drawn as SVG from the shapes of `web.ui.schemas`, each with its table behind it.

Shapes stretch with the page, words and dots do not: places across are percents, places down are pixels. Colours come
from the style sheet's classes, so that a picture is right by day, by night and on paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_skeleton
from babel.numbers import format_compact_currency, format_percent
from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from saldo.kernel import locales
from saldo.kernel.money import Money
from saldo.web.ui.policies.date_ticks import month_starts, places, spread_indices, with_room
from saldo.web.ui.policies.line_geometry import Point, outline, runs
from saldo.web.ui.policies.scale import Scale, fit_scale
from saldo.web.ui.policies.stacked_bar import stack, whole_percents
from saldo.web.ui.schemas import BandChart, HabitChart, HabitDot, LineChart, Sparkline, StackedBar, Step, Unit
from saldo.web.ui.templatetags.ui import current_locale, plain_date

register = template.Library()

TOP, BOTTOM, BELOW, YEAR_BELOW, HEIGHT = 22.0, 150.0, 168.0, 183.0, 190.0
"""Pixels from above: where the highest and the lowest tick are drawn, the words below, their years, and the end."""
LEFT, RIGHT = 7.0, 98.0
MOST_WORDS, LEAST_APART, MOST_DOTS = 6, 11.0, 200
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 96.0, 24.0, 3.0

Number = Decimal | int | Money


def _at(value: float) -> str:
    """A coordinate as SVG reads it, whatever the reader's language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{_at(x)},{_at(y)}" for x, y in points)


def _size(value: Number) -> float:
    return float(value.decimal if isinstance(value, Money) else value)


# --- words


def _exactly(value: Number, unit: Unit) -> str:
    """A value as a table gives it."""
    if isinstance(value, Money):
        return locales.format_money(value, current_locale())
    if unit == "percent":
        return _percent(Decimal(value))
    return locales.format_number(Decimal(value), current_locale())


def _percent(value: Decimal) -> str:
    return format_percent(value / 100, locale=current_locale(), decimal_quantization=False)


def _roughly(unit: Unit, currency: str) -> Callable[[float, bool], str]:
    """How a tick is written; the highest one says the unit."""

    def written(value: float, is_highest: bool) -> str:
        if unit == "money":
            words = format_compact_currency(round(value, 2), currency, locale=current_locale(), fraction_digits=0)
            return str(words)
        exactly = Decimal(f"{value:.6f}").normalize()
        if unit == "percent":
            return _percent(exactly)
        number = locales.format_number(exactly, current_locale())
        if unit == "days" and is_highest:
            return ngettext("%(days)s day", "%(days)s days", round(value)) % {"days": number}
        return number

    return written


def _lateness(days: int) -> str:
    if not days:
        return _("on the day")
    sentence = (
        ngettext("%(days)s day late", "%(days)s days late", days)
        if days > 0
        else ngettext("%(days)s day early", "%(days)s days early", -days)
    )
    return sentence % {"days": abs(days)}


def _day_words(day: date, step: Step) -> str:
    return str(format_skeleton("MMM" if step == "month" else "MMMd", day, locale=current_locale()))


def _long_day_words(day: date, step: Step) -> str:
    return str(format_skeleton("yMMMM", day, locale=current_locale())) if step == "month" else plain_date(day, "short")


# --- what every picture has


def _ticks(scale: Scale, words: Callable[[float, bool], str]) -> list[dict[str, Any]]:
    return [
        {"y": _at(scale.at(tick)), "above": _at(scale.at(tick) - 5), "is_zero": not tick, "words": words(tick, last)}
        for tick, last in ((tick, tick == scale.ticks[-1]) for tick in scale.ticks)
    ]


def _words_below(days: Sequence[date], xs: Sequence[float], step: Step) -> list[dict[str, Any]]:
    """The days that find room, each year said once; every second one may go where there is little room."""
    shown = with_room(spread_indices(len(days), most=MOST_WORDS), xs, apart=LEAST_APART)
    labels, year = [], None
    for number, index in enumerate(shown):
        day, x = days[index], xs[index]
        anchor = "start" if x < 4 else "end" if x > RIGHT - 4 else "middle"
        labels.append(
            {
                "x": _at(x),
                "anchor": anchor,
                "words": _day_words(day, step),
                "year": str(day.year) if day.year != year else "",
                "may_go": len(shown) > 4 and number % 2 == 1 and number != len(shown) - 1,
            }
        )
        year = day.year
    return labels


def _plot(title: str, summary: str, **parts: Any) -> dict[str, Any]:
    frame = {"title": title, "summary": summary, "height": _at(HEIGHT), "below": _at(BELOW), "year_y": _at(YEAR_BELOW)}
    return {**frame, **parts}


def _shown(goal: Number | None, words: str, scale: Scale) -> dict[str, str] | None:
    if goal is None:
        return None
    y = scale.at(_size(goal))
    return {"y": _at(y), "words_y": _at(y - 5 if y > BOTTOM - 6 else y + 14), "words": words}


# --- the pictures


@register.inclusion_tag("ui/plot.html")
def line_chart(chart: LineChart) -> dict[str, Any]:
    """How one figure moved, beside its goal. The axis is ruled at zero; where zero is far off, the ticks say so."""
    known = [point.value for point in chart.points if point.value is not None]
    if not known:
        return {"title": chart.title}
    all_values = [_size(value) for value in (*known, *([] if chart.goal is None else [chart.goal]))]
    scale = fit_scale(all_values, top=TOP, bottom=BOTTOM, least_step=0 if chart.unit in ("money", "number") else 1)
    days = [point.on for point in chart.points]
    xs = places(days, left=LEFT, right=RIGHT)
    ys = [None if point.value is None else scale.at(_size(point.value)) for point in chart.points]
    dots = [
        {
            "x": _at(x),
            "y": _at(y),
            "kind": "",
            "words": f"{_long_day_words(point.on, chart.step)}: {_exactly(point.value, chart.unit)}",
        }
        for x, y, point in zip(xs, ys, chart.points, strict=True)
        if y is not None and point.value is not None
    ]
    last = max(index for index, y in enumerate(ys) if y is not None)
    currency = next((value.currency for value in known if isinstance(value, Money)), "")
    return _plot(
        chart.title,
        chart.summary,
        ticks=_ticks(scale, _roughly(chart.unit, currency)),
        lines=[_path(stretch) for stretch in runs(xs, ys)],
        dots=dots,
        goal=_shown(chart.goal, chart.goal_words, scale),
        final={
            "x": dots[-1]["x"],
            "y": _at((ys[last] or 0) - 10),
            "words": _exactly(known[-1], chart.unit),
            "anchor": "end" if xs[last] > 60 else "middle",
        },
        labels=_words_below(days, xs, chart.step),
        headings=[pgettext("chart", "Month") if chart.step == "month" else pgettext("chart", "Day"), chart.heading],
        rows=[
            {
                "head": _long_day_words(point.on, chart.step),
                "url": point.url,
                "cells": ["" if point.value is None else _exactly(point.value, chart.unit)],
            }
            for point in chart.points
        ],
    )


@register.inclusion_tag("ui/plot.html")
def band_chart(chart: BandChart) -> dict[str, Any]:
    """What is expected, within its range. Areas are compared by eye, so the axis always holds zero."""
    if not chart.points:
        return {"title": chart.title}
    days = [point.on for point in chart.points]
    xs = places(days, left=LEFT, right=RIGHT)
    values = [_size(value) for point in chart.points for value in (point.low, point.likely, point.high)]
    scale = fit_scale(values, top=TOP, bottom=BOTTOM, from_zero=True)
    lows, likely, highs = (
        [scale.at(_size(value)) for value in column]
        for column in zip(*((point.low, point.likely, point.high) for point in chart.points), strict=True)
    )
    rows, dots = [], []
    for x, y, point in zip(xs, likely, chart.points, strict=True):
        cells = [_exactly(value, "money") for value in (point.low, point.likely, point.high)]
        head = _long_day_words(point.on, chart.step)
        rows.append({"head": head, "url": point.url, "cells": cells})
        words = (
            _("%(day)s: %(likely)s, between %(low)s and %(high)s") if point.low != point.high else "%(day)s: %(likely)s"
        )
        said = dict(zip(("low", "likely", "high"), cells, strict=True))
        dots.append({"x": _at(x), "y": _at(y), "kind": "", "words": words % {"day": head, **said}})
    return _plot(
        chart.title,
        chart.summary,
        ticks=_ticks(scale, _roughly("money", chart.points[0].likely.currency)),
        area=_path(outline(xs, highs, lows)),
        lines=[_path(stretch) for stretch in runs(xs, likely)],
        dots=dots,
        labels=_words_below(days, xs, chart.step),
        headings=[
            pgettext("chart", "Month") if chart.step == "month" else pgettext("chart", "Day"),
            pgettext("chart", "Low"),
            pgettext("chart", "Likely"),
            pgettext("chart", "High"),
        ],
        rows=rows,
    )


def _dot(dot: HabitDot, x: float, scale: Scale) -> dict[str, str]:
    kind = "unpaid" if dot.is_open else "late" if dot.days_late > 0 else "early"
    return {"x": _at(x), "y": _at(scale.at(dot.days_late)), "kind": kind, "words": f"{dot.label}: {_habit_words(dot)}"}


def _habit_words(dot: HabitDot) -> str:
    words = _lateness(dot.days_late)
    return _("open, %(lateness)s") % {"lateness": words} if dot.is_open else words


def _habit_tick(value: float, _is_highest: bool) -> str:
    return _lateness(round(value)) if value else _("due date")


@register.inclusion_tag("ui/plot.html")
def habit_chart(chart: HabitChart) -> dict[str, Any]:
    """Invoices as dots against the day they were due: above the line late, below it early, hollow while open."""
    latest = sorted(chart.dots, key=lambda dot: dot.due_on)[-MOST_DOTS:]
    if not latest:
        return {"title": chart.title}
    days = [dot.due_on for dot in latest]
    xs = places(days, left=LEFT + 1, right=RIGHT - 1)
    scale = fit_scale([dot.days_late for dot in latest], top=TOP, bottom=BOTTOM, from_zero=True, least_step=1, most=3)
    months = month_starts(days[0], days[-1], most=MOST_WORDS)
    below = months if len(months) > 1 else sorted({days[0], days[-1]})
    by_calendar = places([days[0], *below, days[-1]], left=LEFT + 1, right=RIGHT - 1)[1:-1]
    return _plot(
        chart.title,
        chart.summary,
        ticks=_ticks(scale, _habit_tick),
        dots=[_dot(dot, x, scale) for dot, x in zip(latest, xs, strict=True)],
        labels=_words_below(below, by_calendar, "month" if len(months) > 1 else "day"),
        left_out=len(chart.dots) - len(latest),
        headings=[_("Invoice"), _("Due"), _("Amount"), _("Paid")],
        rows=[
            {
                "head": dot.label,
                "url": dot.url,
                "cells": [
                    plain_date(dot.due_on, "short"),
                    _exactly(dot.amount, "money") if dot.amount else "",
                    _habit_words(dot),
                ],
            }
            for dot in reversed(latest)
        ],
    )


@register.inclusion_tag("ui/stacked_bar.html")
def stacked_bar(chart: StackedBar) -> dict[str, Any]:
    """One bar and its figures below, which are the table behind it."""
    weights = [part.amount.minor for part in chart.parts]
    bars = stack(weights)
    return {
        "title": chart.title,
        "bars": [{"fill": chart.parts[bar.index].fill, "left": bar.left, "width": bar.width} for bar in bars],
        "width": bars[-1].left + bars[-1].width if bars else 1,
        "rows": [
            {"label": part.label, "amount": part.amount, "fill": part.fill, "url": part.url, "share": share}
            for part, share in zip(chart.parts, whole_percents(weights), strict=True)
        ],
    }


@register.inclusion_tag("ui/sparkline.html")
def sparkline(chart: Sparkline) -> dict[str, Any]:
    """A movement without axes, from its lowest to its highest; its title says what it shows."""
    values = [float(value) for value in chart.values]
    if not values:
        return {"title": chart.title}
    low, span = min(values), max(values) - min(values)
    room = SPARK_HEIGHT - 2 * SPARK_EDGE
    apart = (SPARK_WIDTH - 2 * SPARK_EDGE) / max(len(values) - 1, 1)
    points = [
        (SPARK_EDGE + number * apart, SPARK_EDGE + room * (1 - (value - low) / span) if span else SPARK_HEIGHT / 2)
        for number, value in enumerate(values)
    ]
    return {
        "title": chart.title,
        "words": ", ".join(locales.format_number(Decimal(value), current_locale()) for value in chart.values),
        "line": _path(points) if len(points) > 1 else "",
        "x": _at(points[-1][0]),
        "y": _at(points[-1][1]),
        "width": _at(SPARK_WIDTH),
        "height": _at(SPARK_HEIGHT),
    }
