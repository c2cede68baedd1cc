"""The gateway as one value: its books, its calendar, its keys and its courier."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from saldo.demo.gateway.charges import settle_due_charges
from saldo.demo.gateway.webhooks import Courier
from saldo.demo.pages.store import Store
from saldo.kernel.clock import Clock


class Machine:
    """What every page and call of the gateway needs."""

    def __init__(self, folder: Path, *, api_key: str, webhook_secret: str, webhook_url: str, clock: Clock) -> None:
        schema = resources.files("saldo.demo.gateway").joinpath("schema.sql").read_text(encoding="utf-8")
        self.store = Store(folder, "gateway.sqlite3", schema)
        self.api_key = api_key
        self.webhook_url = webhook_url
        self.clock = clock
        self.courier = Courier(self.store, webhook_secret, lambda db, unix: settle_due_charges(db, unix, now=clock.now))
