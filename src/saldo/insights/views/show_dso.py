from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from babel.numbers import format_decimal
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.insights.documents.pictures import dso_picture, overdue_picture
from saldo.insights.policies.series import PERIOD_DAYS, Point
from saldo.insights.queries import figures
from saldo.kernel.locales import babel_locale
from saldo.kernel.money import Money


@require_safe
def show_dso(request: StaffRequest) -> HttpResponse:
    """How long our money takes, what that is made of, and how it went month by month."""
    actor, issuer = request.actor, request.issuer
    actor.require("view_insights")
    found = figures(actor.tenant_id, [issuer.id], on=request.today)
    wanted = request.GET.get("currency", "")
    currency = wanted if wanted in found.days else issuer.currency
    points = found.points(currency)
    goal = found.goals.get(issuer.id) if currency == issuer.currency else None
    context = {
        "currency": currency,
        "filters": {
            "chips": [
                {"label": code, "url": f"?currency={code}", "is_on": code == currency} for code in sorted(found.days)
            ]
        },
        "picture": dso_picture(points, goal),
        "overdue": overdue_picture(points, currency) if points else None,
        "now": _row(points[-1], currency),
        "rows": [_row(one, currency) for one in reversed(points)],
        "days": PERIOD_DAYS,
        "may_set_goal": actor.may("set_goal"),
        "issuer": issuer,
        "on": request.today,
        "known_at": found.known_at,
    }
    return render(request, "insights/show_dso.html", context)


def _row(point: Point, currency: str) -> dict[str, Any]:
    whole, late = _tenths(point.dso), _tenths(point.delinquent)
    best = None if whole is None or late is None else whole - late  # so that what is shown adds up
    return {
        "on": point.on,
        "owed": Money(point.owed, currency),
        "overdue": Money(point.overdue, currency),
        "billed": Money(point.billed, currency),
        "dso": _words(whole),
        "best_possible": _words(best),
        "delinquent": _words(late),
        "countback": _words(_tenths(point.countback.days)),
        "is_at_least": point.countback.is_at_least,
        "effectiveness": _words(_tenths(point.effectiveness)),
        "days_late": _words(_tenths(point.days_late)),
    }


def _tenths(value: Fraction | None) -> int | None:
    """A figure in tenths, half up."""
    return None if value is None else floor(value * 10 + Fraction(1, 2))


def _words(tenths: int | None) -> str:
    """A figure with one decimal as the reader writes it; a dash where there is no answer."""
    if tenths is None:
        return "–"
    figure = Decimal(abs(tenths)).scaleb(-1)
    words = str(format_decimal(figure, "#,##0.0", locale=babel_locale(get_language() or "en")))
    return f"\N{MINUS SIGN}{words}" if tenths < 0 else words
