"""`python -m saldo.demo.gateway`: the simulator gateway as a program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from saldo.demo.gateway.application import gateway_application
from saldo.demo.gateway.machine import Machine
from saldo.demo.pages.clock import MachineClock
from saldo.demo.pages.post import is_loopback
from saldo.demo.pages.server import LoopbackServer, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve on 127.0.0.1 until SIGINT or SIGTERM; prints one line with the address once it answers."""
    parser = argparse.ArgumentParser(prog="saldo.demo.gateway", description="A payment gateway that takes no money.")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the store")
    parser.add_argument("--api-key", required=True, help="what the merchant sends as a bearer token")
    parser.add_argument("--webhook-secret", required=True, help="what webhooks are signed with")
    parser.add_argument("--webhook-url", default="", help="where events go when an order does not say (loopback)")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="the gateway's calendar day (ISO)")
    options = parser.parse_args(arguments)
    if options.webhook_url and not is_loopback(options.webhook_url):
        parser.error("--webhook-url must be on the loopback address")
    machine = Machine(
        options.data,
        api_key=options.api_key,
        webhook_secret=options.webhook_secret,
        webhook_url=options.webhook_url,
        clock=MachineClock(options.today),
    )
    server = LoopbackServer(gateway_application(machine), port=options.port)
    parts = [
        (lambda: None, machine.store.close),
        (machine.courier.start, machine.courier.stop),
        (server.start, server.stop),
    ]
    run(parts, announce=lambda: print(f"listening {server.url}/", flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
