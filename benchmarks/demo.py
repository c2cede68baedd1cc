"""`saldo demo` until it says that it is ready: on fresh data 90 seconds, on data that it kept 30. There is no floor.

Everything is in it: database, web, worker, gateway and mail catcher are started, and at first a company with a past is
made through the actions.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.ground import result

PORT = 8190
FRESH_S, KEPT_S = 90, 30


def measure() -> list[dict[str, Any]]:
    """Two rows: fresh data and kept data."""
    with tempfile.TemporaryDirectory(prefix="bench-demo-", dir="/tmp") as folder:
        fresh, kept = _start(Path(folder) / "data"), _start(Path(folder) / "data")
    return [
        result("demo, fresh data", 1, fresh, limit=f"{FRESH_S} s", met=fresh <= FRESH_S),
        result("demo, kept data", 1, kept, limit=f"{KEPT_S} s", met=kept <= KEPT_S),
    ]


def _start(data: Path) -> float:
    """Seconds until the line that begins with `ready:`; stops the demo again. Fails when it ends without that line."""
    words = [Path(sys.executable).with_name("saldo"), "demo", "--no-browser", "--port", str(PORT), "--data", data]
    begun = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout is not None
        ready = any(line.startswith("ready:") for line in demo.stdout)
        seconds = time.perf_counter() - begun
        demo.send_signal(signal.SIGINT)
        demo.communicate()
    assert ready, "the demo ended before it was ready"
    return seconds


if __name__ == "__main__":
    json.dump(measure(), sys.stdout)
