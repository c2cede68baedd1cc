"""`python -m benchmarks [NAME ...]`: measure, print a table, write `results.json` and `docs/performance.md`.

Each benchmark runs in a process and on a database of its own. Its rows replace those of an earlier run as soon
as they are there, so one benchmark can be run again by name. `--small` measures a tenth, to see that they work.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.report import write_performance

BENCHMARKS = ("issue", "click", "settle", "ageing", "night", "page", "pdf", "demo")
RESULTS = Path(__file__).parent / "results.json"
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"


def main() -> int:
    """Exit code 1 when a limit is missed or a benchmark fails."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which of {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--small", action="store_true", help="a tenth of the size; nothing is written")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHMARKS):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    failed = False
    for name in options.names or BENCHMARKS:
        words = [sys.executable, "-m", f"benchmarks.{name}", "--share", "0.1" if options.small else "1"]
        answer = subprocess.run(words, stdout=subprocess.PIPE, check=False)
        if answer.returncode != 0:
            print(f"{name}: failed", file=sys.stderr)
            failed = True
            continue
        rows = json.loads(answer.stdout)
        for one in rows:
            print(_line(one), flush=True)
            failed |= one["met"] is False
        if not options.small:
            _keep(name, rows)
    return int(failed)


def _keep(name: str, rows: list[dict[str, Any]]) -> None:
    """Put rows in the place of those that the same benchmark left before. A row's name begins with its benchmark's."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    by_name = {other: [row for row in kept if row["name"].startswith(other)] for other in BENCHMARKS} | {name: rows}
    results = [row for other in BENCHMARKS for row in by_name[other]]
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    write_performance(results, PAGE)


def _line(one: dict[str, Any]) -> str:
    ratio = "" if one["ratio"] is None else f"{one['ratio']:.2f}x floor"
    saldo = f"{one['saldo_s']:.4f} s"
    verdict = {True: "met", False: "MISSED", None: ""}[one["met"]]
    return f"{one['name']:<28} {one['size']:>10,}  {saldo:>11}  {ratio:>12}  limit {one['limit']:<12} {verdict}"


if __name__ == "__main__":
    sys.exit(main())
