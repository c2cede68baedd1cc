"""The SMTP side: takes mail from this machine, and fails on purpose."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from saldo.demo.mail_catcher.machine import Machine
from saldo.demo.pages.server import LOOPBACK

BOUNCE_DOMAIN = "bounce.example"
SIZE_LIMIT_BYTES = 30 * 1024 * 1024


class Handler:
    """Answers of the server, command by command."""

    def __init__(self, machine: Machine) -> None:
        self._machine = machine

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a sender, unless the switch says that the server is busy."""
        if self._machine.read_setting("server") == "busy":
            return "421 4.3.2 Busy, please try again later"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, unless it is one that cannot be reached."""
        if _fails(address):
            if address.startswith("later"):
                return "450 4.2.1 Mailbox not available now"
            if address.startswith("refused") or self._refuses_at_once(address):
                return "550 5.1.1 User unknown"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        """Keep the mail, and report the recipients that cannot be reached."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        number = await asyncio.to_thread(self._keep, envelope.mail_from or "", list(envelope.rcpt_tos), raw)
        return f"250 2.0.0 queued as {number}"

    def _keep(self, sender: str, recipients: list[str], raw: bytes) -> int:
        number = self._machine.keep(sender, recipients, raw)
        for recipient in recipients:
            if _fails(recipient):
                status = "4.2.2" if recipient.startswith("full") else "5.1.1"
                self._machine.reporter.report(raw, sender=sender, recipient=recipient, status=status)
        return number

    def _refuses_at_once(self, address: str) -> bool:
        return not address.startswith("full") and self._machine.read_setting("bounces") == "refuse"


def _fails(address: str) -> bool:
    return address.rpartition("@")[2].lower() == BOUNCE_DOMAIN


class SmtpServer:
    """The SMTP server on 127.0.0.1 in a thread of its own; port 0 takes a free one."""

    def __init__(self, machine: Machine, *, port: int = 0, **options: Any) -> None:
        self.port = port or _free_port()
        self._controller = Controller(
            Handler(machine),
            hostname=LOOPBACK,
            port=self.port,
            server_hostname="mail.catcher.example",
            data_size_limit=SIZE_LIMIT_BYTES,
            ident="Saldo mail catcher",
            **options,
        )

    def start(self) -> None:
        """Answer from now on; raises OSError when the port is taken."""
        self._controller.start()

    def stop(self) -> None:
        """Take no more mail and free the port."""
        self._controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
