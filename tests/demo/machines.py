"""The demo's machines as tests run them: real servers on free loopback ports."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from saldo.demo.gateway.application import gateway_application
from saldo.demo.gateway.machine import Machine
from saldo.demo.mail_catcher.application import mail_application
from saldo.demo.mail_catcher.machine import Machine as MailMachine
from saldo.demo.mail_catcher.smtp import SmtpServer
from saldo.demo.pages.server import LoopbackServer
from saldo.demo.pages.wsgi import application, text_response
from saldo.kernel.clock import FixedClock

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)
API_KEY = "sk_simulator"
SECRET = "whsec_simulator"


@dataclass(frozen=True)
class Page:
    """An answer as a browser without script sees it."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def ask(url: str, *, method: str = "GET", body: bytes = b"", headers: Mapping[str, str] | None = None) -> Page:
    """One request; redirects are not followed."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, target, body or None, dict(headers or {}))
        response = connection.getresponse()
        return Page(response.status, {name.lower(): value for name, value in response.getheaders()}, response.read())
    finally:
        connection.close()


def submit(url: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Page:
    """A form, as the browser posts it."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    return ask(url, method="POST", body=urlencode(fields).encode(), headers={**kind, **(headers or {})})


def eventually(check: Callable[[], Any], *, seconds: float = 10.0) -> Any:
    """What `check` gives once it is truthy; fails when it never is."""
    deadline = time.monotonic() + seconds
    while True:
        if result := check():
            return result
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


@dataclass
class Receiver:
    """A merchant's webhook address: keeps what comes, answers what the test says."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    """A webhook address on this machine. `answers` are used up first; then it says 200."""
    receiver = Receiver()

    def take(request: Any) -> Any:
        with receiver.lock:
            receiver.received.append((dict(request.headers), request.body))
            status = receiver.answers.pop(0) if receiver.answers else 200
        return text_response(status, "taken")

    with LoopbackServer(application([("POST", "/hook", take)])) as server:
        receiver.url = f"{server.url}/hook"
        yield receiver


@dataclass
class Gateway:
    """A running simulator gateway."""

    url: str
    machine: Machine
    clock: FixedClock

    @property
    def config(self) -> dict[str, str]:
        """What the plugin needs to use it."""
        return {"api_url": self.url, "api_key": API_KEY, "webhook_secret": SECRET, "payee": "Alice & Filhos"}


@contextmanager
def running_gateway(folder: Path, *, webhook_url: str = "") -> Iterator[Gateway]:
    """The gateway over the store in `folder`, its calendar standing at NOON."""
    clock = FixedClock(NOON)
    machine = Machine(folder, api_key=API_KEY, webhook_secret=SECRET, webhook_url=webhook_url, clock=clock)
    machine.courier.start()
    try:
        with LoopbackServer(gateway_application(machine)) as server:
            yield Gateway(server.url, machine, clock)
    finally:
        machine.courier.stop()
        machine.store.close()


CARD = {"number": "4242 4242 4242 4242", "expiry": "12/30", "cvc": "123", "holder": "Dana Example"}


@dataclass
class MailCatcher:
    """A running mail catcher."""

    url: str
    smtp_port: int
    machine: MailMachine

    @property
    def config(self) -> dict[str, str]:
        """What the SMTP channel needs to use it."""
        return {
            "host": "127.0.0.1",
            "port": str(self.smtp_port),
            "timeout_seconds": "5",
            "events_secret": SECRET,
            "envelope_sender": "bounces@alice.example.test",
        }

    def messages(self, to: str = "") -> list[dict[str, Any]]:
        """What arrived, newest first, as its JSON list says."""
        found: list[dict[str, Any]] = json.loads(ask(f"{self.url}/api/messages?to={quote(to)}").body)
        return found


@contextmanager
def running_mail_catcher(folder: Path, *, bounces: str = "report", report_url: str = "") -> Iterator[MailCatcher]:
    """The mail catcher over the store in `folder`, its calendar standing at NOON."""
    machine = MailMachine(
        folder,
        bounces=bounces,
        report_url=report_url,
        report_secret=SECRET,
        clock=FixedClock(NOON),
        report_delay=0,
    )
    smtp = SmtpServer(machine)
    machine.reporter.start()
    smtp.start()
    try:
        with LoopbackServer(mail_application(machine)) as server:
            yield MailCatcher(server.url, smtp.port, machine)
    finally:
        smtp.stop()
        machine.reporter.stop()
        machine.store.close()
