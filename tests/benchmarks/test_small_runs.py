"""Each benchmark runs: at a hundredth of its size, in a process and on a database of its own.

That both sides write the same rows is checked by the benchmarks themselves. Figures so small mean nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import __main__ as command
from benchmarks.__main__ import BENCHMARKS

ROOT = Path(__file__).parents[2]


# The demo has one size only, and tests of its own start it.
@pytest.mark.parametrize("name", [one for one in BENCHMARKS if one != "demo"])
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


def test_rows_of_one_benchmark_take_the_place_of_its_earlier_ones_only(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(command, "PAGE", tmp_path / "performance.md")
    (tmp_path / "performance.md").write_text("old\n\n## Notes\n\nWhy.\n")
    row = {"size": 1, "saldo_s": 1.0, "floor_s": None, "ratio": None, "limit": "", "met": None, "peak_rss_mb": 1.0}
    command._keep("page", [row | {"name": "page: a"}, row | {"name": "page: b"}])
    command._keep("issue", [row | {"name": "issue"}])
    command._keep("page", [row | {"name": "page: c"}])
    assert [one["name"] for one in json.loads((tmp_path / "results.json").read_text())] == ["issue", "page: c"]
    page = (tmp_path / "performance.md").read_text()
    assert "| page: c |" in page
    assert page.endswith("## Notes\n\nWhy.\n")
