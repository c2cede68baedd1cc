"""The processes of `saldo demo`: started in order, watched, and stopped in reverse order."""

from __future__ import annotations

import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from saldo.cli.errors import CommandError

PR_SET_PDEATHSIG = 1
STOP_PATIENCE_S = 12.0


class Parts:
    """Child processes, each in a session of its own, so that Ctrl-C reaches only the parent, which stops them in order.

    Use as a context manager. What they print goes to `<folder>/<name>.log`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Parts:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop()

    def start(self, name: str, words: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start a program with this Python; it ends when this process does, however that ends."""
        with self.log(name).open("wb") as log:
            self._running[name] = subprocess.Popen(
                [sys.executable, *words],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def log(self, name: str) -> Path:
        """Where a part's words are."""
        return self._folder / f"{name}.log"

    def check(self) -> None:
        """Raises CommandError, with the end of its log, for a part that has ended by itself."""
        for name, process in self._running.items():
            if process.poll() is not None:
                words = self.log(name).read_text(errors="replace").splitlines()[-15:]
                raise CommandError(f"The part “{name}” has stopped. Its last words:\n" + "\n".join(words))

    def wait_for(self, url: str, *, patience_s: float) -> None:
        """Wait until an address answers 200. Raises CommandError when it does not in time, or a part stops."""
        deadline = time.monotonic() + patience_s
        while True:
            self.check()
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                pass
            if time.monotonic() > deadline:
                raise CommandError(f"{url} did not answer within {patience_s:.0f} seconds. See {self._folder}.")
            time.sleep(0.15)

    def stop(self) -> None:
        """Ask each to finish, the last started first, and insist after a while."""
        for process in reversed(self._running.values()):
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(STOP_PATIENCE_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self._running.clear()


def _end_with_parent() -> None:
    """Runs in the child before the program: SIGTERM when the parent is gone."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port() -> int:
    """A port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Whether a port of the loopback address can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_for_signal(parts: Parts) -> None:
    """Return on Ctrl-C or SIGTERM. Raises CommandError when a part stops meanwhile."""
    asked: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: asked.append(got))
    while not asked:
        parts.check()
        time.sleep(0.3)
