"""Figures as pictures: the question's answer in a sentence, and the points that a chart of the design system draws.

The shapes have the names that `web.ui.schemas` gives them; insights stands below the web and does not import it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import parse_pattern
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from saldo.insights.policies.series import PERIOD_DAYS, Point
from saldo.insights.queries.figures import Figures, GoalView
from saldo.kernel import locales
from saldo.kernel.money import Money

COMPARED_MONTHS = 3
"""How many month ends back a figure is compared: one month alone says little."""


@dataclass(frozen=True, slots=True)
class PicturePoint:
    """A point of a line (`value`) or of a band (`low`, `likely`, `high`)."""

    on: date
    value: int | Money | None = None
    low: Money | None = None
    likely: Money | None = None
    high: Money | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """What `line_chart` and `band_chart` draw; `summary` is the answer that stands above it."""

    title: str
    summary: str
    points: Sequence[PicturePoint]
    unit: str = "days"
    heading: str = ""
    step: str = "month"
    goal: int | None = None
    goal_words: str = ""


def whole(value: Fraction | None) -> int | None:
    """Days as people say them: whole, a half rounded up."""
    return None if value is None else floor(value + Fraction(1, 2))


def money_words(money: Money) -> str:
    """An amount as the reader writes it."""
    return locales.format_money(money, locales.babel_locale(get_language() or "en"))


def rough_words(money: Money) -> str:
    """An amount without its cents: a forecast to the cent would be a lie."""
    locale = Locale.parse(locales.babel_locale(get_language() or "en"))
    pattern = parse_pattern(locale.currency_formats["standard"].pattern)
    pattern.frac_prec = (0, 0)
    return str(pattern.apply(round(money.decimal), locale, currency=money.currency, currency_digits=False))


def day_words(day: date) -> str:
    """A day without its year."""
    return str(format_skeleton("MMMd", day, locale=locales.babel_locale(get_language() or "en")))


def dso_answer(points: Sequence[Point], goal: GoalView | None) -> str:
    """Whether it is getting better, and how far the goal is."""
    now = whole(points[-1].dso) if points else None
    if now is None:
        return _(
            "There is no figure yet: it looks back on %(days)s days of invoices, and there are none or too few."
        ) % {"days": PERIOD_DAYS}
    sentences = [_moved(points, now)]
    if goal is not None:
        above = now - goal.days
        if above > 0:
            sentence = ngettext(
                "That is %(days)s day above the goal of %(goal)s.",
                "That is %(days)s days above the goal of %(goal)s.",
                above,
            )
            sentences.append(sentence % {"days": above, "goal": goal.days})
        else:
            sentences.append(_("The goal of %(goal)s is met.") % {"goal": goal.days})
    return " ".join(sentences)


def _moved(points: Sequence[Point], now: int) -> str:
    answered = [one for one in points if one.dso is not None]
    earlier = answered[max(len(answered) - 1 - COMPARED_MONTHS, 0)]
    before = whole(earlier.dso)
    values = {"days": now, "before": before, "day": day_words(earlier.on)}
    if before is None or earlier is answered[-1]:
        return ngettext("Money takes %(days)s day to arrive.", "Money takes %(days)s days to arrive.", now) % values
    if now < before:
        return (
            ngettext(
                "Yes. Money takes %(days)s day to arrive; on %(day)s it was %(before)s.",
                "Yes. Money takes %(days)s days to arrive; on %(day)s it was %(before)s.",
                now,
            )
            % values
        )
    if now > before:
        return (
            ngettext(
                "No. Money takes %(days)s day to arrive; on %(day)s it was %(before)s.",
                "No. Money takes %(days)s days to arrive; on %(day)s it was %(before)s.",
                now,
            )
            % values
        )
    return (
        ngettext(
            "It stays as it was: money takes %(days)s day to arrive.",
            "It stays as it was: money takes %(days)s days to arrive.",
            now,
        )
        % values
    )


def dso_picture(points: Sequence[Point], goal: GoalView | None) -> Picture:
    """How many days money took, month by month, beside the goal."""
    goal_words = ""
    if goal is not None:
        goal_words = _("Goal %(days)s") % {"days": goal.days}
        if goal.by is not None:
            goal_words = _("Goal %(days)s, by %(day)s") % {"days": goal.days, "day": day_words(goal.by)}
    return Picture(
        title=_("Days until money arrives (DSO)"),
        summary=dso_answer(points, goal),
        points=[PicturePoint(one.on, value=whole(one.dso)) for one in _from_first(points)],
        heading=_("DSO, days"),
        goal=goal.days if goal else None,
        goal_words=goal_words,
    )


def _from_first(points: Sequence[Point]) -> Sequence[Point]:
    """Without the months before the first figure."""
    first = next((place for place, one in enumerate(points) if one.dso is not None), len(points))
    return points[first:]


def overdue_picture(points: Sequence[Point], currency: str) -> Picture:
    """How much was overdue, month by month."""
    now, earlier = points[-1], points[max(len(points) - 1 - COMPARED_MONTHS, 0)]
    values = {"amount": money_words(Money(now.overdue, currency)), "day": day_words(earlier.on)}
    values["before"] = money_words(Money(earlier.overdue, currency))
    return Picture(
        title=_("Overdue at the end of each month"),
        summary=_("%(amount)s is overdue; on %(day)s it was %(before)s.") % values,
        points=[PicturePoint(one.on, value=Money(one.overdue, currency)) for one in points],
        unit="money",
        heading=_("Overdue"),
    )


def cash_picture(figures: Figures, currency: str) -> Picture | None:
    """What is expected week by week, added up; None where nothing is open."""
    weeks = figures.weeks(currency)
    if not figures.owed(currency):
        return None
    last = weeks[-1]
    ends_on = last.starts_on + timedelta(days=6)
    values = {
        "likely": rough_words(Money(last.total_likely, currency)),
        "low": rough_words(Money(last.total_low, currency)),
        "high": rough_words(Money(last.total_high, currency)),
        "day": day_words(ends_on),
    }
    points = [PicturePoint(figures.on, low=(zero := Money.zero(currency)), likely=zero, high=zero)]
    points += [
        PicturePoint(
            one.starts_on + timedelta(days=7),
            low=Money(one.total_low, currency),
            likely=Money(one.total_likely, currency),
            high=Money(one.total_high, currency),
        )
        for one in weeks
    ]
    return Picture(
        title=_("Money expected in the next eight weeks, added up"),
        summary=_("%(likely)s by %(day)s, most likely; between %(low)s and %(high)s.") % values,
        points=points,
        step="week",
    )
