from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.base.numbering.errors import NoSeries, NumberBackdated
from saldo.base.numbering.policies.format_number import format_number
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id

# One statement finds the series, makes its counter or moves it on, and keeps the counter's lock until the transaction
# ends. A series with a year in its pattern begins again every year; the others count in the year 0.
_TAKE = """
    WITH series AS (
        SELECT id, pattern, CASE WHEN strpos(pattern, '{year}') > 0 THEN %(year)s ELSE 0 END AS year
        FROM numbering_numberseries
        WHERE tenant_id = %(tenant_id)s AND legal_entity_id = %(legal_entity_id)s AND kind = %(kind)s
    ), taken AS (
        INSERT INTO numbering_numbercounter AS counter (tenant_id, id, series_id, year, last_number, last_used_on)
        SELECT %(tenant_id)s, %(id)s, series.id, series.year, %(count)s, %(on)s FROM series
        ON CONFLICT (tenant_id, series_id, year) DO UPDATE
        SET last_number = counter.last_number + EXCLUDED.last_number, last_used_on = EXCLUDED.last_used_on
        WHERE counter.last_used_on <= EXCLUDED.last_used_on
        RETURNING last_number
    )
    SELECT pattern, last_number FROM series LEFT JOIN taken ON true
"""


def take_numbers(legal_entity_id: UUID, *, kind: str, count: int, on: date, actor: Actor) -> list[str]:
    """Take the next numbers of an issuer's series for documents of a day, in order.

    They belong to the caller's transaction: a roll-back gives them back, so the series has no holes. Others who issue
    in the same series wait until it ends; take them late. Raises NoSeries where there is none, and
    NumberBackdated where a later day has been used (numbers and dates run the same way; art. 226 Directive 2006/112/EC
    asks for a sequence).
    """
    values: dict[str, Any] = {
        "tenant_id": actor.tenant_id,
        "legal_entity_id": legal_entity_id,
        "kind": kind,
        "id": new_id(),
        "year": on.year,
        "count": count,
        "on": on,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        found = cursor.fetchone()
    if found is None:
        raise NoSeries()
    pattern, last = found
    if last is None:
        raise NumberBackdated()
    return [format_number(pattern, number, on) for number in range(last - count + 1, last + 1)]
