"""A database for one benchmark, both roles, and how time and memory are read."""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

SMALLEST = 5
"""Things that a benchmark needs at least."""


@contextmanager
def ground() -> Iterator[psycopg.Connection[Any]]:
    """A migrated database with Django set up as the application; yields the owner's connection."""
    from saldo.cli.database import ensure_role, open_django
    from saldo.cli.postgres import EmbeddedPostgres

    temporary = tempfile.TemporaryDirectory(prefix="bench-", dir="/tmp")
    with temporary as folder, EmbeddedPostgres(Path(folder) / "pg") as server:
        (Path(folder) / "static").mkdir()
        os.environ |= {
            "DATABASE_URL": server.url_for("saldo_app"),
            "DATABASE_OWNER_URL": server.owner_url,
            "SALDO_SECRET_KEY": "benchmark-" + "x" * 40,
            "SALDO_DATA": folder,
            "SALDO_POOL": "0",
            "SALDO_LOG_LEVEL": "ERROR",
            "SALDO_HOSTS": "testserver,127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "saldo.config.settings",
        }
        from django.core.management import call_command

        open_django()
        with psycopg.connect(server.owner_url, autocommit=True) as owner:
            ensure_role(owner, os.environ["DATABASE_URL"])
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            yield owner


def timed(work: Callable[[], object]) -> float:
    """Seconds of the wall clock."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_rss_mb() -> float:
    """The largest memory of this process so far, in MB (Linux counts in kB)."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def result(
    name: str,
    size: int,
    saldo_s: float,
    *,
    limit: str,
    met: bool | None = None,
    floor_s: float | None = None,
    ratio: float | None = None,
) -> dict[str, Any]:
    """One row of the table. `limit` is in words; `met` says whether it holds in this run, None where there is none."""
    return {
        "name": name,
        "size": size,
        "saldo_s": round(saldo_s, 5),
        "floor_s": None if floor_s is None else round(floor_s, 5),
        "ratio": None if ratio is None else round(ratio, 3),
        "limit": limit,
        "met": met,
        "peak_rss_mb": peak_rss_mb(),
    }


def compare(
    name: str, size: int, pairs: Iterable[tuple[float, float]], *, limit: float, most_rss_mb: float | None = None
) -> dict[str, Any]:
    """A row from pairs of (Saldo, floor) measured one right after the other: medians, and the median of the ratios."""
    measured = list(pairs)
    ratio = statistics.median(saldo / floor for saldo, floor in measured)
    words = f"{limit:g}x floor" + (f", {most_rss_mb:g} MB" if most_rss_mb else "")
    return result(
        name,
        size,
        statistics.median(saldo for saldo, _ in measured),
        floor_s=statistics.median(floor for _, floor in measured),
        ratio=ratio,
        limit=words,
        met=ratio <= limit and (most_rss_mb is None or peak_rss_mb() <= most_rss_mb),
    )


def run(measure: Callable[[psycopg.Connection[Any], int], list[dict[str, Any]]], *, size: int) -> None:
    """What every benchmark's main part does: measure on a fresh database and print the rows as JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--share", type=float, default=1.0, help="of the full size; its limits are not meant for less")
    options = parser.parse_args()
    with ground() as owner:
        rows = measure(owner, max(SMALLEST, round(size * options.share)))
    json.dump(rows, sys.stdout)
