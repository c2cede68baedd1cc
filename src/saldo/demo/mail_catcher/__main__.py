"""`python -m saldo.demo.mail_catcher`: the mail catcher as a program."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from saldo.demo.mail_catcher.application import mail_application
from saldo.demo.mail_catcher.machine import Machine
from saldo.demo.mail_catcher.smtp import SmtpServer
from saldo.demo.pages.clock import MachineClock
from saldo.demo.pages.post import is_loopback
from saldo.demo.pages.server import LoopbackServer, run


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve on 127.0.0.1 until SIGINT or SIGTERM; prints one line with both addresses once they answer."""
    parser = argparse.ArgumentParser(prog="saldo.demo.mail_catcher", description="A mail server that delivers nothing.")
    parser.add_argument("--smtp-port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--http-port", type=int, default=0, help="port on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--data", type=Path, required=True, help="folder of the store")
    parser.add_argument("--bounces", choices=("refuse", "report"), default="report", help="what bounce.example does")
    parser.add_argument("--report-url", default="", help="where reports of failed delivery are posted (loopback)")
    parser.add_argument("--report-secret", default="", help="what reports are signed with")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="the catcher's calendar day (ISO)")
    options = parser.parse_args(arguments)
    if options.report_url and not (is_loopback(options.report_url) and options.report_secret):
        parser.error("--report-url must be on the loopback address and needs --report-secret")
    machine = Machine(
        options.data,
        bounces=options.bounces,
        report_url=options.report_url,
        report_secret=options.report_secret,
        clock=MachineClock(options.today),
    )
    smtp = SmtpServer(machine, port=options.smtp_port)
    http = LoopbackServer(mail_application(machine), port=options.http_port)
    parts = [
        (lambda: None, machine.store.close),
        (machine.reporter.start, machine.reporter.stop),
        (smtp.start, smtp.stop),
        (http.start, http.stop),
    ]
    run(parts, announce=lambda: print(f"listening {http.url}/ smtp://127.0.0.1:{smtp.port}", flush=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
