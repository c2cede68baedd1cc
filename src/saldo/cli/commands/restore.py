"""`saldo restore FILE`: reads what `saldo backup` wrote into an empty database."""

import argparse
from pathlib import Path

from saldo.cli.database import application_url, connect, ensure_role, is_empty, owner_url
from saldo.cli.dump import read_dump
from saldo.cli.errors import CommandError
from saldo.cli.output import Output
from saldo.cli.postgres_binaries import choose_client


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to read, and whether what is there may go."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `saldo backup` wrote")
    parser.add_argument(
        "--force", action="store_true", help="DESTROY what is in the database and put the file in its place"
    )


def run(options: argparse.Namespace, output: Output) -> int:
    """All or nothing. The application's role is made first where it is missing, because the file names it."""
    file: Path = options.file.absolute()
    if not file.is_file():
        raise CommandError(f"{file} does not exist.")
    with connect(owner_url()) as connection:
        empty = is_empty(connection)
        if not empty and not options.force:
            raise CommandError(
                "The database is not empty, so nothing was restored. Make an empty one, or destroy this with --force."
            )
        ensure_role(connection, application_url())
        major = connection.info.server_version // 10_000
    with output.progress("Restore") as advance:
        read_dump(choose_client(major), owner_url(), file, empty_first=not empty)
        advance(1)
    output.say(
        "Restored. Run `saldo setup` next if this release is newer than the backup, and `saldo doctor` to be sure."
    )
    output.add(file=str(file), replaced=not empty)
    return 0
