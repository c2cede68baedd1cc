"""`saldo backup FILE`: the whole database, documents included, in one file that `saldo restore` and pg_restore read."""

import argparse
from pathlib import Path

from saldo.cli.database import connect, owner_url
from saldo.cli.dump import write_dump
from saldo.cli.errors import CommandError
from saldo.cli.output import Output
from saldo.cli.postgres_binaries import choose_client


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to, and whether an old file may go."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")
    parser.add_argument("--force", action="store_true", help="replace the file if it exists")


def run(options: argparse.Namespace, output: Output) -> int:
    """Works while Saldo runs: the file shows one instant. Keep it safe; it holds everything but the secret key."""
    file: Path = options.file.absolute()
    if file.exists() and not options.force:
        raise CommandError(f"{file} exists. Give another name, or --force to replace it.")
    with connect(owner_url()) as connection:
        major = connection.info.server_version // 10_000
    with output.progress("Backup") as advance:
        write_dump(choose_client(major), owner_url(), file)
        advance(1)
    size_bytes = file.stat().st_size
    output.say(f"Wrote {file} ({size_bytes:,} bytes). Keep SALDO_SECRET_KEY too: secrets inside are sealed with it.")
    output.add(file=str(file), size_bytes=size_bytes)
    return 0
