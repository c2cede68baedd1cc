from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.base.numbering.errors import NumberBackdated
from saldo.base.numbering.policies.format_number import counter_year, format_number
from saldo.base.numbering.queries import get_series
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id

# One statement makes the counter or moves it on, and keeps its lock until the transaction ends.
_TAKE = """
    INSERT INTO numbering_numbercounter AS counter (tenant_id, id, series_id, year, last_number, last_used_on)
    VALUES (%s, %s, %s, %s, %s, %s)
    ON CONFLICT (tenant_id, series_id, year) DO UPDATE
    SET last_number = counter.last_number + EXCLUDED.last_number, last_used_on = EXCLUDED.last_used_on
    WHERE counter.last_used_on <= EXCLUDED.last_used_on
    RETURNING last_number
"""


def take_numbers(legal_entity_id: UUID, *, kind: str, count: int, on: date, actor: Actor) -> list[str]:
    """Take the next numbers of an issuer's series for documents of a day, in order.

    They belong to the caller's transaction: a roll-back gives them back, so the series has no holes. Others who issue
    in the same series wait until it ends; take them late. Raises NotFound where there is no series, and
    NumberBackdated where a later day has been used (numbers and dates run the same way; art. 226 Directive 2006/112/EC
    asks for a sequence).
    """
    series = get_series(actor.tenant_id, legal_entity_id, kind)
    row: list[Any] = [actor.tenant_id, new_id(), series.id, counter_year(series.pattern, on), count, on]
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, row)
        taken = cursor.fetchone()
    if taken is None:
        raise NumberBackdated()
    last: int = taken[0]
    return [format_number(series.pattern, number, on) for number in range(last - count + 1, last + 1)]
