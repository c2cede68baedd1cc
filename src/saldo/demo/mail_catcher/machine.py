"""The mail catcher as one value: its mails, its switches, its calendar."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from saldo.demo.mail_catcher.reading import read_letter
from saldo.demo.mail_catcher.reports import Reporter
from saldo.demo.pages.store import Store
from saldo.kernel.clock import Clock

SERVER_STATES = {"works": "Takes mail", "busy": "Says “later” (421)"}
BOUNCE_STATES = {"refuse": "Refused at once (550)", "report": "Taken, then reported"}


@dataclass(frozen=True)
class Summary:
    """A mail in the list."""

    id: int
    received_at: str
    sender: str
    recipients: tuple[str, ...]
    message_id: str
    from_text: str
    subject: str


class Machine:
    """What the SMTP side and every page need."""

    def __init__(
        self,
        folder: Path,
        *,
        bounces: str,
        report_url: str,
        report_secret: str,
        clock: Clock,
        report_delay: float = 1.0,
    ) -> None:
        schema = resources.files("saldo.demo.mail_catcher").joinpath("schema.sql").read_text(encoding="utf-8")
        self.store = Store(folder, "mail.sqlite3", schema)
        self.clock = clock
        self._bounces = bounces
        self.reporter = Reporter(
            self.store, url=report_url, secret=report_secret, clock=clock, delay_seconds=report_delay
        )

    def keep(self, sender: str, recipients: Sequence[str], raw: bytes) -> int:
        """Keep a mail; its number."""
        letter = read_letter(raw)
        received_at = self.clock.now().isoformat(timespec="milliseconds")
        with self.store.transaction() as db:
            cursor = db.execute(
                "insert into message (received_at, sender, message_id, from_text, subject, raw) "
                "values (?, ?, ?, ?, ?, ?)",
                (
                    received_at,
                    sender,
                    letter.header("Message-ID"),
                    letter.header("From"),
                    letter.header("Subject"),
                    raw,
                ),
            )
            number = int(cursor.lastrowid or 0)
            rows = [(number, place, address) for place, address in enumerate(recipients)]
            db.executemany("insert into recipient values (?, ?, ?)", rows)
        return number

    def list_messages(self, *, to: str = "", limit: int = 500) -> list[Summary]:
        """The newest first; `to` is part of a recipient's address."""
        with self.store.transaction() as db:
            rows = db.execute(
                "select * from message where ? = '' or exists (select 1 from recipient where message = message.id "
                "and instr(lower(address), lower(?)) > 0) order by id desc limit ?",
                (to, to, limit),
            ).fetchall()
            addresses = _addresses(db, [row["id"] for row in rows])
        return [_summary(row, addresses.get(row["id"], ())) for row in rows]

    def find_message(self, number: int) -> tuple[Summary, bytes] | None:
        """The mail and its raw bytes."""
        with self.store.transaction() as db:
            row = db.execute("select * from message where id = ?", (number,)).fetchone()
            if row is None:
                return None
            return _summary(row, _addresses(db, [number]).get(number, ())), bytes(row["raw"])

    def delete_all(self) -> None:
        """Forget every mail."""
        with self.store.transaction() as db:
            db.execute("delete from message")

    def read_setting(self, name: str) -> str:
        """A switch: "server" (works, busy) or "bounces" (refuse, report)."""
        with self.store.transaction() as db:
            row = db.execute("select value from setting where name = ?", (name,)).fetchone()
        return row["value"] if row else {"server": "works", "bounces": self._bounces}[name]

    def write_setting(self, name: str, value: str) -> None:
        """Set a switch."""
        with self.store.transaction() as db:
            db.execute(
                "insert into setting values (?, ?) on conflict (name) do update set value = excluded.value",
                (name, value),
            )


def _addresses(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    found: dict[int, list[str]] = {}
    rows = db.execute(
        "select message, address from recipient where message in (select value from json_each(?)) "
        "order by message, place",
        (json.dumps(numbers),),
    )
    for row in rows:
        found.setdefault(row["message"], []).append(row["address"])
    return {message: tuple(addresses) for message, addresses in found.items()}


def _summary(row: sqlite3.Row, recipients: tuple[str, ...]) -> Summary:
    return Summary(
        id=row["id"],
        received_at=row["received_at"],
        sender=row["sender"],
        recipients=recipients,
        message_id=row["message_id"],
        from_text=row["from_text"],
        subject=row["subject"],
    )
