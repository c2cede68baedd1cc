"""Time is an argument. Only the edges read a clock, once; everything inside is told what time it is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import SALDO, Module, modules, plant, strings

CLOCKS = {
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.datetime.today", "datetime.date.today"),
    *("django.utils.timezone.now", "django.db.models.functions.Now", "time.time", "time.time_ns"),
}
WITHOUT_ARGUMENT = {  # given an instant these convert it; given none they read the clock
    *("django.utils.timezone.localtime", "django.utils.timezone.localdate"),
    *("time.localtime", "time.gmtime", "time.ctime"),
}
AUTOMATIC = {"auto_now", "auto_now_add"}
SQL_CLOCK = re.compile(
    r"\b(current_date|current_timestamp|localtimestamp|current_time)\b|\b(now|clock_timestamp|statement_timestamp|"
    r"transaction_timestamp)\(\)",
    re.IGNORECASE,
)

EDGE_ROOMS = {"views", "api", "tasks"}
EDGES = ("cli/", "demo/", "runs/")
READERS = {
    "kernel/clock.py": "the clock itself",
    "config/caches.py": "when a count that all processes share ends",
    "config/clocks.py": "the installation's clock, moved for the demo",
    "base/tenants/frame.py": "a frame's one instant, from the database",
    "config/health.py": "an edge: how long ago a worker was heard of",
    "ledger/queries/horizon.py": "which transactions still run is known to the database alone (docs/decisions/0002)",
}


def find_breaches(root: Path) -> list[str]:
    """Every place inside that reads a clock: Python's, Django's or the database's."""
    return [sentence for module in modules(root) if not _may_read(module) for sentence in find_readings(module)]


def _may_read(module: Module) -> bool:
    return module.relative in READERS or module.relative.startswith(EDGES) or module.room in EDGE_ROOMS


def find_readings(module: Module) -> Iterator[str]:
    """The readings of one file; time.monotonic and time.perf_counter measure and are free."""
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Attribute | ast.Name) and (name := module.dotted_name(node)) in CLOCKS:
            yield f"{module.at(node.lineno)}: {name} reads a clock; take the instant or the date as an argument"
        elif isinstance(node, ast.Call) and not (node.args or node.keywords):
            if (name := module.dotted_name(node.func)) in WITHOUT_ARGUMENT:
                yield f"{module.at(node.lineno)}: {name} without an instant reads a clock"
        elif isinstance(node, ast.keyword) and node.arg in AUTOMATIC:
            yield f"{module.at(node.value.lineno)}: {node.arg} reads a clock; the action says the instant"
    for line, text in strings(module):
        if SQL_CLOCK.search(text):
            yield f"{module.at(line)}: SQL that reads the database's clock; pass the instant"


def test_only_edges_read_a_clock():
    assert find_breaches(SALDO) == []


@pytest.mark.parametrize("relative", sorted(READERS))
def test_every_reader_that_is_named_reads(relative: str):
    assert list(find_readings(Module(SALDO, SALDO / relative))) != []


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nnow = datetime.now()",
        "from datetime import UTC, datetime as d\nnow = d.now(UTC)",
        "import datetime\ntoday = datetime.date.today()",
        "import datetime as dt\nnow = dt.datetime.utcnow()",
        "from django.utils import timezone\nnow = timezone.now()",
        "from django.utils.timezone import now\nx = now()",
        "from django.utils import timezone\nfield = DateTimeField(default=timezone.now)",
        "from django.utils import timezone\ntoday = timezone.localdate()",
        "import time\nx = time.localtime()",
        "import time\nx = time.time()",
        "from time import time\nx = time()",
        "field = DateTimeField(auto_now_add=True)",
        "from django.db.models.functions import Now\nx = Now()",
        'SQL = "SELECT 1 WHERE due_on < CURRENT_DATE"',
        'SQL = "UPDATE x SET at = now()"',
    ],
)
@pytest.mark.parametrize("relative", ["invoices/actions/issue_invoices.py", "kernel/calendar.py"])
def test_a_reading_inside_is_found(tmp_path: Path, relative: str, text: str):
    assert len(find_breaches(plant(tmp_path, {relative: text}))) >= 1


@pytest.mark.parametrize("relative", ["web/portal/views/pay.py", "invoices/api.py", "cli/main.py", "runs/night.py"])
def test_an_edge_may_read(tmp_path: Path, relative: str):
    assert find_breaches(plant(tmp_path, {relative: "import time\nx = time.time()\n"})) == []


@pytest.mark.parametrize(
    "text",
    [
        "import time\nx = time.monotonic() + time.perf_counter()",
        "x = clock.now()",
        "from django.utils import timezone\nx = timezone.localtime(instant)",
        "from saldo.base.tenants.frame import current_frame\nx = current_frame().now",
        "def f(now):\n    return now",
        "from datetime import date, datetime\nx = datetime.fromisoformat(y)\nz = date(2026, 1, 1)",
    ],
)
def test_being_told_the_time_is_no_breach(tmp_path: Path, text: str):
    assert find_breaches(plant(tmp_path, {"invoices/actions/issue_invoices.py": text})) == []
