"""`docs/performance.md`, made from what was measured."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HEAD = """# Performance

Measured by `make bench`; this page is made from `benchmarks/results.json`. The floor is hand-written SQL that does the
same work on the same tables as their owner: same keys and triggers, no policies. Ratios hold better than seconds.

| Benchmark | Size | Saldo | Floor | Ratio | Limit | Met | Peak memory |
|---|--:|--:|--:|--:|---|---|--:|
"""


def write_performance(results: list[dict[str, Any]], path: Path) -> None:
    """Write the page; what stands below the line `## Notes` of an earlier one is kept."""
    notes = ""
    if path.exists():
        _, mark, kept = path.read_text().partition("## Notes")
        notes = mark + kept
    rows = "".join(_row(one) for one in results)
    day = datetime.now(UTC).date().isoformat()
    foot = f"\nOn {day}, CPython {platform.python_version()}, {platform.machine()}, two cores.\n\n"
    path.write_text(HEAD + rows + foot + notes)


def _row(one: dict[str, Any]) -> str:
    floor = "" if one["floor_s"] is None else f"{one['floor_s']:.4f} s"
    ratio = "" if one["ratio"] is None else f"{one['ratio']:.2f}"
    cells = [one["name"], f"{one['size']:,}", f"{one['saldo_s']:.4f} s", floor, ratio, one["limit"]]
    return (
        "| "
        + " | ".join([*cells, {True: "yes", False: "**no**", None: ""}[one["met"]], f"{one['peak_rss_mb']:.0f} MB"])
        + " |\n"
    )
