"""`saldo serve`: replaces itself by granian, which runs the site in WSGI mode."""

import argparse
import os
import sys
from pathlib import Path

from saldo.cli.database import open_application
from saldo.cli.output import Output


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to listen, and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument(
        "--port", type=int, default=int(os.environ.get("SALDO_PORT", "8000")), help="port (default: 8000)"
    )
    parser.add_argument("--workers", type=int, default=1, help="processes; one a core is a good measure (default: 1)")
    parser.add_argument(
        "--threads", type=int, default=4, help="requests that one process answers at a time (default: 4)"
    )


def run(options: argparse.Namespace, output: Output) -> int:
    """Checks the database, then does not return."""
    open_application()
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # otherwise each process complains that it is missing
    host = f"[{options.host}]" if ":" in options.host else options.host
    output.say(f"Serving http://{host}:{options.port}/ (Ctrl-C to stop).")
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "granian", *granian_arguments(options)])


def granian_arguments(options: argparse.Namespace) -> list[str]:
    """Workers that die are started again; a stop lets them finish what they answer."""
    return [
        "--interface=wsgi",
        f"--host={options.host}",
        f"--port={options.port}",
        f"--workers={options.workers}",
        f"--blocking-threads={options.threads}",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level=warning",
        "saldo.config.wsgi:application",
    ]
