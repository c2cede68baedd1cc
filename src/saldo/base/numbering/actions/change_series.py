from __future__ import annotations

from datetime import date
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.numbering.errors import NoSeries
from saldo.base.numbering.models import NumberCounter, NumberSeries
from saldo.base.numbering.policies.format_number import check_pattern, counter_year
from saldo.base.numbering.policies.next_numbers import Used, last_used
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id


def change_series(
    legal_entity_id: UUID, *, kind: str, pattern: str, first_number: int | None, on: date, actor: Actor
) -> NumberSeries:
    """Number future documents of a kind in another way. What was issued keeps its number.

    The series goes on behind every number that was used. `first_number` says where a series begins that has used none
    yet, to go on from another program; None leaves it to the series. Raises NoSeries, BadInput (`pattern`;
    `first_number` where a number has been used already: a hole in the series would have to be explained).
    """
    actor.require("change_series")
    known = NumberSeries.objects.select_for_update().filter(tenant_id=actor.tenant_id, legal_entity_id=legal_entity_id)
    series = known.filter(kind=kind).first()
    if series is None:
        raise NoSeries()
    rows = NumberCounter.objects.select_for_update().filter(tenant_id=actor.tenant_id, series=series).order_by("year")
    counters = list(rows)
    highest = last_used(
        series.pattern, check_pattern(pattern), [Used(one.year, one.last_number) for one in counters], on=on
    )
    if first_number is not None and first_number != highest + 1:
        if highest:
            sentence = f"Number {highest} has been used: {highest + 1} is next, so that there is no hole."
            raise BadInput("numbers_used", sentence, field="first_number")
        if first_number < 1:
            raise BadInput("bad_number", "Numbers begin at 1 or higher.", field="first_number")
    before = {"pattern": series.pattern}
    series.pattern = pattern
    series.save(update_fields=["pattern"])
    last = max(highest, (first_number or 1) - 1)
    _go_on(series, counters, last, on)
    line = AuditLine("number_series", series.id, before, {"pattern": pattern, "next_number": last + 1})
    record("change_series", [line], actor=actor)
    return series


def _go_on(series: NumberSeries, counters: list[NumberCounter], last: int, on: date) -> None:
    """Let the counter of the day stand at the last number, if it stood lower."""
    year = counter_year(series.pattern, on)
    mine = next((one for one in counters if one.year == year), None)
    if mine is not None and mine.last_number < last:
        mine.last_number = last
        mine.save(update_fields=["last_number"])
    elif mine is None and last:
        latest = max((one.last_used_on for one in counters), default=on)
        row = (new_id(), series.id, year, last, min(latest, on))
        insert_rows(NumberCounter, ("id", "series_id", "year", "last_number", "last_used_on"), [row])
