"""Reports about failed deliveries (RFC 3464): written as a mail server does, and posted to the merchant's program.

Signed in the header `Saldo-Signature: t=<unix>,v1=<hex hmac-sha256 of "t.body">`; the body is the report as raw mail.
"""

from __future__ import annotations

import logging
import threading
import time
from datetime import datetime
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText
from email.parser import BytesHeaderParser
from email.utils import format_datetime, make_msgid

from saldo.demo.pages.post import TIMEOUT_SECONDS, post, sign
from saldo.demo.pages.store import Store
from saldo.kernel.clock import Clock

logger = logging.getLogger(__name__)

SIGNATURE_HEADER = "Saldo-Signature"
BACK_OFF_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0, 3600.0)
HOST = "mail.bounce.example"

_REASONS = {
    "5.1.1": "550 5.1.1 User unknown",
    "4.2.2": "452 4.2.2 Mailbox full",
}


def write_report(raw: bytes, *, sender: str, recipient: str, status: str, at: datetime) -> bytes:
    """A delivery status notification about this mail to this recipient, addressed to its envelope's sender."""
    report = MIMEMultipart("report", report_type="delivery-status")
    report["From"] = f"Mail delivery <postmaster@{HOST}>"
    report["To"] = sender
    report["Subject"] = "Your message could not be delivered"
    report["Date"] = format_datetime(at)
    report["Message-ID"] = make_msgid(domain=HOST)
    report["Auto-Submitted"] = "auto-replied"
    sentence = f"Your message to {recipient} could not be delivered: {_REASONS[status]}.\n"
    report.attach(MIMEText(sentence, "plain", "utf-8"))
    report.attach(_status_part(recipient, status, at))
    report.attach(_header_part(raw))
    return report.as_bytes()


def _status_part(recipient: str, status: str, at: datetime) -> Message:
    server, address = EmailMessage(), EmailMessage()
    server["Reporting-MTA"] = f"dns; {HOST}"
    server["Arrival-Date"] = format_datetime(at)
    address["Final-Recipient"] = f"rfc822; {recipient}"
    address["Action"] = "failed"
    address["Status"] = status
    address["Diagnostic-Code"] = f"smtp; {_REASONS[status]}"
    address["Last-Attempt-Date"] = format_datetime(at)
    part = MIMENonMultipart("message", "delivery-status")
    part.set_payload([server, address])
    return part


def _header_part(raw: bytes) -> Message:
    headers = BytesHeaderParser().parsebytes(raw)
    lines = "".join(f"{name}: {value}\n" for name, value in headers.items()).encode("ascii", "replace").decode()
    return MIMEText(lines, "rfc822-headers", "us-ascii")


class Reporter:
    """Keeps reports until they are posted: one thread, retried with back-off."""

    def __init__(self, store: Store, *, url: str, secret: str, clock: Clock, delay_seconds: float) -> None:
        self._store = store
        self._url = url
        self._secret = secret
        self._clock = clock
        self._delay_seconds = delay_seconds
        self._stopping = threading.Event()
        self._woken = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reporter", daemon=True)

    def start(self) -> None:
        """Work from now on."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what is in hand; the rest waits in the store."""
        self._stopping.set()
        self._woken.set()
        self._thread.join(TIMEOUT_SECONDS + 5)

    def report(self, raw: bytes, *, sender: str, recipient: str, status: str) -> None:
        """Write a report and send it soon. A mail without an envelope sender is itself a report and gets none."""
        if not sender:
            return
        body = write_report(raw, sender=sender, recipient=recipient, status=status, at=self._clock.now())
        with self._store.transaction() as db:
            db.execute(
                "insert into report (address, body, due_at, state) values (?, ?, ?, 'waiting')",
                (recipient, body, time.time() + self._delay_seconds),
            )
        self._woken.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._woken.clear()
            try:
                pause = self._step()
            except Exception:
                logger.exception("reporter failed")
                pause = 1.0
            self._woken.wait(pause)

    def _step(self) -> float:
        """Post what is due; seconds until the next may be."""
        if not self._url:
            return 60.0
        with self._store.transaction() as db:
            row = db.execute("select * from report where state = 'waiting' order by due_at, id limit 1").fetchone()
        if row is None:
            return 60.0
        if (wait := row["due_at"] - time.time()) > 0:
            return float(min(60.0, wait))
        self._send(row["id"], bytes(row["body"]), row["attempts"] + 1)
        return 0.0

    def _send(self, number: int, body: bytes, attempts: int) -> None:
        signature = sign(self._secret, body, at=int(time.time()))
        answer = post(self._url, body, {"Content-Type": "message/rfc822", SIGNATURE_HEADER: signature})
        state, due_at = "waiting", time.time()
        if answer.startswith("2"):
            state = "delivered"
        elif attempts > len(BACK_OFF_SECONDS):
            state = "gave_up"
        else:
            due_at += BACK_OFF_SECONDS[attempts - 1]
        with self._store.transaction() as db:
            db.execute(
                "update report set state = ?, due_at = ?, attempts = ?, last_answer = ? where id = ?",
                (state, due_at, attempts, answer[:200], number),
            )
