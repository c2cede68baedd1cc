"""Up to when the ledger's knowledge is final."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import connection

from saldo.base.tenants.frame import current_frame

_OLDEST = """
    SELECT coalesce(min(xact_start) - interval '1 microsecond', now()) FROM pg_stat_activity
    WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid() AND usename = current_user
"""


def known_horizon() -> datetime:
    """The latest instant for which "as known at" can be answered for ever.

    An entry is recorded with the start of its transaction but seen only at its end, so a report may not claim to know
    anything later than the start of the oldest transaction that still runs. Under a moving clock it is the frame's
    instant.
    """
    if settings.SALDO_CLOCK is not None:
        return current_frame().now
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        oldest: datetime = cursor.fetchone()[0]
    return min(oldest, current_frame().now)
