"""The machines as programs: they say where they are, answer, and stop cleanly."""

from __future__ import annotations

import re
import signal
import smtplib
import subprocess
import sys

import pytest

from tests.demo.machines import ask, eventually

GATEWAY = ["saldo.demo.gateway", "--port", "0", "--webhook-secret", "s", "--api-key", "k"]
CATCHER = ["saldo.demo.mail_catcher", "--smtp-port", "0", "--http-port", "0"]


@pytest.mark.parametrize("program", [GATEWAY, CATCHER])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_program_says_where_it_is_and_stops_cleanly(tmp_path, program, number):
    command = [sys.executable, "-m", *program, "--data", str(tmp_path / "new"), "--today", "2026-03-01"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            url = re.match(r"listening (http://127\.0\.0\.1:\d+)/", line)[1]
            assert ask(f"{url}/healthz").status == 200
            if smtp := re.search(r"smtp://127\.0\.0\.1:(\d+)", line):
                with smtplib.SMTP("127.0.0.1", int(smtp[1]), timeout=5) as connection:
                    connection.sendmail("a@example.test", ["b@example.test"], b"Subject: x\r\n\r\n")
                assert b"2026-03-01" in eventually(lambda: ask(f"{url}/api/messages").body)
            process.send_signal(number)
            assert process.wait(10) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()


@pytest.mark.parametrize(
    "command",
    [
        [*GATEWAY, "--webhook-url", "http://example.test/"],
        [*CATCHER, "--report-url", "http://example.test/", "--report-secret", "s"],
        [*CATCHER, "--report-url", "http://127.0.0.1:1/"],
    ],
)
def test_a_program_refuses_to_speak_beyond_this_machine_or_unsigned(tmp_path, command):
    done = subprocess.run(
        [sys.executable, "-m", *command, "--data", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert done.returncode == 2
    assert "loopback" in done.stderr
