"""The frame: one tenant, one transaction, one instant.

Requests, jobs and commands open a frame; actions require one, join it and never commit. `now` is read once: from the
database (so that several machines agree) or from the moving clock of the demo and the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from saldo.kernel.clock import Clock
from saldo.kernel.errors import NestedFrame, NoFrame

_View = TypeVar("_View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Frame:
    """What is open: the tenant whose rows can be seen, and the instant (UTC) that everything in it is dated with.

    `clock` is the one that told the instant; None is the database's.
    """

    tenant_id: UUID
    now: datetime
    clock: Clock | None = None


_current: ContextVar[Frame | None] = ContextVar("saldo_frame", default=None)


@contextmanager
def frame(tenant_id: UUID, *, clock: Clock | None = None, snapshot: bool = False) -> Iterator[Frame]:
    """Open a transaction that sees one tenant's rows. Commits at the end, rolls back on an exception.

    `clock` overrides the installation's clock. With `snapshot` every query sees the state of one moment (REPEATABLE
    READ), for proofs and reports that compare what several queries read. Raises NestedFrame inside another frame.
    """
    if _current.get() is not None:
        raise NestedFrame()
    clock = clock or settings.SALDO_CLOCK
    with transaction.atomic(durable=True):
        opened = Frame(tenant_id, _enter_tenant(tenant_id, clock, snapshot), clock)
        token = _current.set(opened)
        try:
            yield opened
        finally:
            _current.reset(token)


def _enter_tenant(tenant_id: UUID, clock: Clock | None, snapshot: bool) -> datetime:
    # SET LOCAL takes no bind parameter; the literal is quoted by psycopg. This is the only call site.
    statement = sql.SQL("SET LOCAL saldo.tenant = {}; SELECT now()").format(sql.Literal(str(tenant_id)))
    with connection.cursor() as cursor:
        if snapshot:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(statement)
        cursor.nextset()
        database_now: datetime = cursor.fetchone()[0]
    return clock.now() if clock else database_now.astimezone(UTC)


def current_frame() -> Frame:
    """The open frame. Raises NoFrame where there is none."""
    opened = _current.get()
    if opened is None:
        raise NoFrame()
    return opened


def outside(view: _View) -> _View:
    """Mark a view that gets no frame and opens short ones of its own around a call to the outside world."""
    view.outside = True  # type: ignore[attr-defined]
    return view
