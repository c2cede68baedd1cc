"""Charts say in words and in a table what they draw, and draw nothing that is not so."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from saldo.kernel.calendar import add_months
from saldo.kernel.money import Money
from saldo.web.ui.schemas import (
    BandChart,
    BandPoint,
    BarPart,
    HabitChart,
    HabitDot,
    LineChart,
    LinePoint,
    Sparkline,
    StackedBar,
)

EVIL = '"><script>alert(1)</script>'


def drawn(tag: str, chart: Any, language: str = "en") -> str:
    with translation.override(language):
        return Template("{% load charts %}{% " + tag + " chart %}").render(Context({"chart": chart}))


def line(*values: Any, **options: Any) -> LineChart:
    points = [LinePoint(add_months(date(2025, 11, 1), number), value) for number, value in enumerate(values)]
    return LineChart("Days", "They fell.", points, **{"unit": "days", "heading": "DSO", **options})


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


def band(*triples: tuple[str, str, str]) -> BandChart:
    points = [BandPoint(date(2026, 11, 2 + 7 * week), *map(euros, triple)) for week, triple in enumerate(triples)]
    return BandChart("Receipts", "They rise.", points)


def cells(html: str) -> list[list[str]]:
    """The rows of the table behind it, without their spaces that do not break."""
    rows = re.findall(r"<tr>(.*?)</tr>", html.replace("\xa0", " "), re.DOTALL)
    return [[re.sub("<.*?>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)] for row in rows]


def test_a_line_says_what_it_shows_and_has_its_figures_behind_it():
    html = drawn("line_chart", line(58, 47, goal=42, goal_words="Goal 42"))
    assert 'role="img"><title>Days</title><desc>They fell.</desc>' in html
    assert cells(html) == [["Month", "DSO"], ["November 2025", "58"], ["December 2025", "47"]]
    assert html.count('class="goal"') == 1
    assert ">Goal 42</text>" in html
    assert "style=" not in html


def test_a_line_stops_where_nothing_is_known():
    html = drawn("line_chart", line(58, 57, None, 50, 47))
    assert html.count("<polyline") == 2
    assert html.count("<circle") == 4
    assert ["January 2026", ""] in cells(html)


@pytest.mark.parametrize("values", [(0,), (47,), (-3,), (0, 0, 0), (-5, 5), (10**11, -(10**11))])
def test_zero_one_and_negative_values_are_drawn_within_the_picture(values: tuple[int, ...]):
    html = drawn("line_chart", line(*values, unit="number"))
    heights = [float(y) for y in re.findall(r'cy="([\d.-]+)"', html)]
    assert len(heights) == len(values)
    assert all(20 <= y <= 152 for y in heights)


def test_the_axis_is_ruled_at_zero_and_only_there():
    assert 'class="axis"' not in drawn("line_chart", line(58, 47, goal=42))
    assert drawn("line_chart", line(58, 2)).count('class="axis"') == 1
    assert drawn("line_chart", line(-5, 5)).count('class="axis"') == 1


@pytest.mark.parametrize(
    ("tag", "chart"),
    [
        ("line_chart", line()),
        ("line_chart", line(None, None)),
        ("band_chart", band()),
        ("habit_chart", HabitChart("Habit", "None.", [])),
    ],
)
def test_where_there_is_nothing_it_is_said(tag: str, chart: Any):
    html = drawn(tag, chart)
    assert "There is nothing to draw yet." in html
    assert "<svg" not in html


def test_a_band_holds_its_line_and_stands_on_zero():
    html = drawn("band_chart", band(("10.00", "20.00", "30.00"), ("15.00", "25.00", "60.00")))
    corners = re.search(r'class="band" points="([^"]+)"', html)
    assert corners
    ys = [float(pair.split(",")[1]) for pair in corners[1].split()]
    likely = [float(y) for y in re.findall(r'cy="([\d.]+)"', html)]
    assert all(high <= middle <= low for high, middle, low in zip(ys[:2], likely, ys[:1:-1], strict=True))
    assert html.count('class="axis"') == 1
    assert cells(html)[1] == ["2 Nov 2026", "€10.00", "€20.00", "€30.00"]


def test_what_is_known_has_no_range_in_its_words():
    html = drawn("band_chart", band(("10.00", "10.00", "10.00"), ("5.00", "20.00", "40.00")))
    assert "<title>2 Nov 2026: €10.00</title>" in html
    assert "<title>9 Nov 2026: €20.00, between €5.00 and €40.00</title>" in html


def test_dots_are_early_late_or_open():
    dots = [
        HabitDot(date(2026, 1, 5), -2, "FT 1", euros("10.00")),
        HabitDot(date(2026, 2, 5), 0, "FT 2"),
        HabitDot(date(2026, 3, 5), 1, "FT 3", url="/invoices/3/"),
        HabitDot(date(2026, 4, 5), 33, "FT 4", is_open=True),
    ]
    html = drawn("habit_chart", HabitChart("Habit", "Later.", dots))
    assert re.findall(r'class="dot (\w+)"', html) == ["early", "early", "late", "unpaid"]
    assert [row[3] for row in cells(html)[1:]] == ["open, 33 days late", "1 day late", "on the day", "2 days early"]
    assert '<a href="/invoices/3/">FT 3</a>' in html
    across = [float(x) for x in re.findall(r'cx="([\d.]+)%"', html)]
    assert across == sorted(across)


def test_of_very_many_dots_the_latest_are_drawn_and_the_rest_is_counted():
    dots = [HabitDot(date(2020 + n // 300, 1 + n % 12, 1 + n % 28), n % 9, f"FT {n}") for n in range(1_000)]
    html = drawn("habit_chart", HabitChart("Habit", "Many.", dots))
    assert html.count("<circle") == 200
    assert "800 older invoices are left out here." in html


def test_a_dot_alone_stands_in_the_middle():
    html = drawn("habit_chart", HabitChart("Habit", "One.", [HabitDot(date(2026, 1, 5), 3, "FT 1")]))
    assert 'cx="52.5%"' in html


@pytest.mark.parametrize(
    ("language", "tick", "cell"),
    [
        ("en", "€20K", "€20,000.50"),
        ("es", "20 mil €", "20.000,50 €"),
        ("pt", "20 mil €", "20 000,50 €"),
        ("pt-br", "€ 20 mil", "€ 20.000,50"),
        ("pl", "20 tys. €", "20 000,50 €"),
    ],
)
def test_figures_are_written_for_the_reader_and_coordinates_for_the_browser(language: str, tick: str, cell: str):
    html = drawn("band_chart", band(("10000.00", "20000.50", "30000.00"), ("0.00", "1.00", "50000.00")), language)
    assert cell in cells(html)[1][2].replace("\u202f", " ")
    assert tick in html.replace("\xa0", " ")
    for x, y in re.findall(r'(?:cx|x)="([^"%]*)%?"[^>]* (?:cy|y)="([^"]*)"', html):
        float(x), float(y)


def test_percents_and_their_decimals():
    html = drawn("line_chart", line(Decimal("83.5"), Decimal(60), unit="percent"))
    assert cells(html)[1] == ["November 2025", "83.5%"]


def test_what_people_wrote_is_escaped():
    dots = [HabitDot(date(2026, 1, 5), 3, EVIL, url=EVIL)]
    parts = StackedBar(EVIL, [BarPart(EVIL, euros("1.00"), "open", EVIL)])
    html = drawn("habit_chart", HabitChart(EVIL, EVIL, dots)) + drawn("stacked_bar", parts)
    html += drawn("sparkline", Sparkline(EVIL, [1, 2])) + drawn("line_chart", line(1, 2, goal=1, goal_words=EVIL))
    assert "<script" not in html


def test_a_bar_has_its_figures_below_and_leaves_out_what_is_negative():
    parts = [
        BarPart("Not due", euros("75.00"), "open", "/x"),
        BarPart("Late", euros("25.00"), "late-1"),
        BarPart("Credit", euros("-5.00"), "held"),
    ]
    html = drawn("stacked_bar", StackedBar("Ageing", parts))
    assert html.count("<rect") == 2
    assert "<desc>Not due: €75.00. Late: €25.00. Credit: -€5.00. </desc>" in html
    assert re.findall(r'tn">(\d+)%', html) == ["75", "25", "0"]


@pytest.mark.parametrize("values", [[1], [0, 0], [3, -1, 2]])
def test_a_sparkline_says_its_values(values: list[int]):
    html = drawn("sparkline", Sparkline("Up and down", values))
    assert "<title>Up and down</title>" in html
    assert f"<desc>{', '.join(map(str, values)).replace('-', '-')}</desc>" in html
    assert drawn("sparkline", Sparkline("Nothing", [])).strip() == ""
