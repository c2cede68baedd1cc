"""`saldo serve` against a real socket."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import time

from tests.cli.conftest import Installation


def ask_status(port: int, patience_s: float = 60) -> int:
    deadline = time.monotonic() + patience_s
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", "/no-such-page")
            return connection.getresponse().status
        except ConnectionError:
            assert time.monotonic() < deadline, "nobody answers"
            time.sleep(0.1)
        finally:
            connection.close()


def test_it_answers_and_ends_with_a_signal(copy: Installation) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {name: value for name, value in copy.environment.items() if name != "PYTHONWARNINGS"}
    program = "import sys; from saldo.cli.main import main; sys.exit(main())"
    serving = subprocess.Popen(
        [sys.executable, "-c", program, "serve", "--port", str(port)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert serving.stdout is not None
        with serving.stdout:
            assert f"http://127.0.0.1:{port}/" in serving.stdout.readline()
            assert ask_status(port) in {302, 404}
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(20) in {0, -signal.SIGTERM}
    finally:
        serving.kill()
        serving.wait()
