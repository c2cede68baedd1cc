"""Each benchmark runs: at a hundredth of its size, in a process and on a database of its own.

That both sides write the same rows is checked by the benchmarks themselves. Figures so small mean nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import BENCHMARKS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_measures_what_it_says(name):
    ran = subprocess.run(
        [sys.executable, "-m", f"benchmarks.{name}", "--share", "0.01"], cwd=ROOT, stdout=subprocess.PIPE, check=False
    )
    assert ran.returncode == 0
    rows = json.loads(ran.stdout)
    assert rows
    for row in rows:
        assert row.keys() == {"name", "size", "saldo_s", "floor_s", "ratio", "limit", "met", "peak_rss_mb"}
        assert row["saldo_s"] > 0
        assert (row["ratio"] is None) == (row["floor_s"] is None)
        assert row["name"].startswith(name)
