"""Whether all parts are up."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse

from saldo.base.tenants.frame import outside

_WORKERS = "SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second'"
WORKER_SILENCE_S = 60


@outside
def healthz(_request: HttpRequest) -> JsonResponse:
    """200 when the database answers and a worker was heard of in the last minute; otherwise 503 and what is missing."""
    parts = {"database": False, "worker": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute(_WORKERS, [WORKER_SILENCE_S])
            parts = {"database": True, "worker": cursor.fetchone()[0] > 0}
    except Exception:  # noqa: S110 - whatever it is, the answer is that the database is not there
        pass
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)
