"""The whole database as one file, and back: PostgreSQL's own pg_dump, pg_restore and psql, as the owner."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from saldo.cli.errors import CommandError
from saldo.cli.postgres_binaries import Binaries

MAKE_EMPTY = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC;\n"


def write_dump(binaries: Binaries, url: str, file: Path) -> None:
    """Writes the database to `file` (custom format, compressed), whole or not at all. Raises CommandError."""
    partial = file.with_name(f"{file.name}.partial")
    address, environment = _address(url)
    try:
        partial.touch(mode=0o600)
        # Named, not standard output: pg_dump then writes its table of contents once, and a cut-off file is noticed.
        target = f"--file={partial}"
        command = [binaries.program("pg_dump"), "--format=custom", "--no-owner", target, f"--dbname={address}"]
        ended = subprocess.run(command, capture_output=True, env=environment)
        if ended.returncode != 0:
            raise CommandError(f"The backup was not made: {_words(ended.stderr)}")
        partial.replace(file)
    except OSError as error:
        raise CommandError(f"The backup was not made: {error.strerror} ({file})") from None
    finally:
        partial.unlink(missing_ok=True)


def read_dump(binaries: Binaries, url: str, file: Path, *, empty_first: bool) -> None:
    """Reads such a file into the database in one transaction: all of it or nothing. Raises CommandError.

    The end of the transaction is sent only when the file was read to its end, so a damaged file changes nothing.
    """
    address, environment = _address(url)
    unpack_command = [binaries.program("pg_restore"), "--no-owner", "--file=-", str(file)]
    load_command = [binaries.program("psql"), "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--dbname={address}"]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(unpack_command, stdout=subprocess.PIPE, stderr=complaints) as unpack,
        subprocess.Popen(
            load_command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=complaints, env=environment
        ) as load,
    ):
        assert unpack.stdout is not None
        assert load.stdin is not None
        try:
            load.stdin.write(b"BEGIN;\n" + (MAKE_EMPTY if empty_first else b""))
            shutil.copyfileobj(unpack.stdout, load.stdin)
            if unpack.wait() == 0:
                load.stdin.write(b"\nCOMMIT;\n")
            load.stdin.close()
        except BrokenPipeError:
            unpack.terminate()  # psql stopped at an error, which it has named
        if load.wait() != 0 or unpack.wait() != 0:
            complaints.seek(0)
            raise CommandError(f"Nothing was restored: {_words(complaints.read())}")


def _address(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, and an environment that holds it: arguments can be read by every user."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    environment = {**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}
    if password:
        environment["PGPASSWORD"] = str(password)
    return make_conninfo("", **parts), environment


def _words(complaint: bytes) -> str:
    return "\n".join(complaint.decode(errors="replace").strip().splitlines()[:6])
