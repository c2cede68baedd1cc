"""The launcher of the embedded database, against real servers. SALDO_POSTGRES chooses which."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psycopg
import pytest

from saldo.cli.errors import PostgresError
from saldo.cli.postgres import EmbeddedPostgres
from saldo.cli.postgres_binaries import choose_binaries, find_binaries

HOLD = """
import sys, time
from pathlib import Path
from saldo.cli.postgres import EmbeddedPostgres
server = EmbeddedPostgres(Path(sys.argv[1]), durable=False).start()
print((server.data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0], flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A new folder with a short path: pytest's own may be too long for a socket."""
    made = Path(tempfile.mkdtemp(prefix="pg"))
    yield made
    shutil.rmtree(made)


def ask(server: EmbeddedPostgres, statement: str) -> object:
    with closing(psycopg.connect(server.owner_url, autocommit=True)) as connection:
        cursor = connection.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def server_pid(server: EmbeddedPostgres) -> int:
    return int((server.data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0])


def is_alive(pid: int) -> bool:
    with suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until_gone(pid: int, patience_s: float = 10) -> None:
    deadline = time.monotonic() + patience_s
    while is_alive(pid):
        assert time.monotonic() < deadline, f"process {pid} still lives"
        time.sleep(0.02)


def hold_in_another_process(folder: Path) -> tuple[subprocess.Popen[str], int]:
    """Starts a server from a process of its own; returns that process and the server's pid."""
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    with holder.stdout:
        return holder, int(holder.stdout.readline())


def test_a_restart_keeps_the_data(folder: Path) -> None:
    server = EmbeddedPostgres(folder)
    with server:
        ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
        first = server_pid(server)
    assert not server.is_running
    assert not is_alive(first)
    with server:
        assert server_pid(server) != first
        assert ask(server, "SELECT answer FROM kept") == 42


def test_the_server_listens_only_on_its_socket_in_a_private_folder(folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        assert ask(server, "SHOW listen_addresses") == ""
        assert ask(server, "SHOW unix_socket_directories") == str(folder)
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / ".s.PGSQL.5432").is_socket()


def test_durability_is_given_up_only_when_asked(folder: Path) -> None:
    with EmbeddedPostgres(folder) as server:
        assert ask(server, "SHOW fsync") == "on"
    with EmbeddedPostgres(folder, durable=False) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert ask(server, f"SHOW {setting}") == "off"


def test_accented_letters_have_cases_and_the_clock_is_utc(folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        assert ask(server, "SELECT lower('ÉŁÓ')") == "éłó"
        assert ask(server, "SHOW timezone") == "UTC"


def test_a_url_escapes_what_a_password_may_hold(folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        ask(server, "CREATE ROLE \"al:ice@\" LOGIN PASSWORD 'p/w @:?'")
        with closing(psycopg.connect(server.url_for("al:ice@", "p/w @:?"))) as connection:
            assert connection.info.user == "al:ice@"
            assert connection.info.password == "p/w @:?"
            assert connection.info.dbname == "saldo"


def test_a_killed_server_recovers_what_was_committed(folder: Path) -> None:
    server = EmbeddedPostgres(folder).start()
    ask(server, "CREATE TABLE rows AS SELECT generate_series(1, 10000) AS n")
    with closing(psycopg.connect(server.owner_url)) as connection:
        connection.execute("DELETE FROM rows")  # not committed
        os.kill(server_pid(server), signal.SIGKILL)
    server.stop()
    began = time.monotonic()
    with server:
        assert time.monotonic() - began < 10
        assert ask(server, "SELECT count(*) FROM rows") == 10000


def test_the_server_ends_when_its_launcher_is_killed_and_its_folder_can_be_used_again(folder: Path) -> None:
    holder, pid = hold_in_another_process(folder)
    holder.kill()
    holder.wait()
    with EmbeddedPostgres(folder, durable=False) as server:  # at once, while the old server may still be leaving
        assert server_pid(server) != pid
        assert ask(server, "SELECT 1") == 1
    wait_until_gone(pid)


def test_killing_launcher_and_server_together_leaves_a_folder_that_starts(folder: Path) -> None:
    holder, pid = hold_in_another_process(folder)
    holder.send_signal(signal.SIGSTOP)
    os.kill(pid, signal.SIGKILL)
    holder.kill()
    holder.wait()
    assert (folder / "cluster" / "postmaster.pid").exists()
    with EmbeddedPostgres(folder, durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_a_stale_pid_that_now_belongs_to_another_program_does_not_stand_in_the_way(folder: Path) -> None:
    server = EmbeddedPostgres(folder, durable=False).start()
    os.kill(server_pid(server), signal.SIGKILL)
    server.stop()
    for name in (folder / "cluster" / "postmaster.pid", folder / ".s.PGSQL.5432.lock"):
        lines = name.read_text().splitlines()
        name.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")  # as after a restart of a container
    with server:
        assert ask(server, "SELECT 1") == 1


def test_an_initdb_that_was_interrupted_is_begun_again(folder: Path) -> None:
    (folder / "cluster.new").mkdir()
    (folder / "cluster.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(folder, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
    assert not (folder / "cluster.new").exists()


def test_two_launchers_on_one_folder_are_refused(folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        with pytest.raises(PostgresError, match="in use by another Saldo process"):
            EmbeddedPostgres(folder).start()
        assert ask(server, "SELECT 1") == 1
    with EmbeddedPostgres(folder) as server:
        assert ask(server, "SELECT 1") == 1


def test_another_major_version_is_refused_with_advice_and_changes_nothing(folder: Path) -> None:
    (folder / "cluster").mkdir()
    (folder / "cluster" / "PG_VERSION").write_text("11\n")
    with pytest.raises(PostgresError) as refusal:
        EmbeddedPostgres(folder).start()
    assert "PostgreSQL 11" in str(refusal.value)
    assert "saldo backup" in str(refusal.value)
    assert "saldo restore" in str(refusal.value)
    assert [path.name for path in (folder / "cluster").iterdir()] == ["PG_VERSION"]


def test_a_path_too_long_for_a_socket_is_refused(folder: Path) -> None:
    long = folder / ("x" * (106 - len(str(folder)) - len("//.s.PGSQL.5432") + 1))
    with pytest.raises(PostgresError, match="shorter"):
        EmbeddedPostgres(long)
    with EmbeddedPostgres(long.with_name(long.name[1:]), durable=False) as server:  # the longest that works
        assert ask(server, "SELECT 1") == 1


def test_a_folder_with_other_files_is_refused(folder: Path) -> None:
    (folder / "letters.txt").write_text("mine")
    with pytest.raises(PostgresError, match="not a Saldo database"):
        EmbeddedPostgres(folder).start()
    assert [path.name for path in folder.iterdir()] == ["letters.txt"]


def test_starting_from_a_thread_is_refused_because_the_server_would_end_with_it(folder: Path) -> None:
    refusals: list[PostgresError] = []

    def start() -> None:
        try:
            EmbeddedPostgres(folder).start()
        except PostgresError as refusal:
            refusals.append(refusal)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert len(refusals) == 1
    assert "main thread" in str(refusals[0])


@pytest.mark.parametrize("choice", ["wheel", "system"])
def test_wheel_and_system_binaries_work_and_a_folder_keeps_its_own(choice: str, folder: Path) -> None:
    found = list(find_binaries(choice))
    if not found:
        pytest.skip(f"no {choice} binaries here")
    with EmbeddedPostgres(folder, choice=choice, durable=False) as server:
        assert ask(server, "SHOW server_version_num")[:2] == str(found[0].major)  # type: ignore[index]
    with EmbeddedPostgres(folder, choice="", durable=False) as server:  # by the folder's version
        assert ask(server, "SHOW server_version_num")[:2] == str(found[0].major)  # type: ignore[index]


def test_binaries_are_found_by_folder_and_a_wrong_folder_is_refused(folder: Path) -> None:
    best = choose_binaries(None, "")
    assert choose_binaries(None, str(best.folder)) == best
    assert choose_binaries(best.major, str(best.folder.parent)) == best
    with pytest.raises(PostgresError, match="SALDO_POSTGRES"):
        choose_binaries(None, str(folder))


ANY_USER = """
import os, sys
sys.path[:0] = sys.argv[2:]
import psycopg
from pathlib import Path
from saldo.cli.postgres import EmbeddedPostgres
with EmbeddedPostgres(Path(sys.argv[1]), durable=False) as server:
    pid = (server.data_dir / "cluster" / "postmaster.pid").read_text().splitlines()[0]
    owner = os.stat(f"/proc/{pid}").st_uid
    with psycopg.connect(server.owner_url) as connection:
        print(os.geteuid(), owner, connection.execute("SELECT current_user").fetchone()[0])
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_an_ordinary_user_needs_no_namespace_and_root_may_come_after(folder: Path) -> None:
    python = Path("/usr/bin/python3.11")
    if not python.exists():
        pytest.skip("no interpreter that an ordinary user can reach")
    site = str(Path(psycopg.__file__).parents[1])
    source = str(Path(sys.modules["saldo"].__path__[0]).parent)
    os.chown(folder, 65534, 65534)
    said = subprocess.run(
        [python, "-B", "-c", ANY_USER, str(folder), source, site], user=65534, group=65534, extra_groups=[],
        capture_output=True, text=True, check=False, cwd="/",
        env={name: os.environ[name] for name in ("PATH", "SALDO_POSTGRES") if name in os.environ},
    )  # fmt: skip
    assert said.stdout.split() == ["65534", "65534", "saldo_owner"], said.stderr
    with EmbeddedPostgres(folder, durable=False) as server:
        assert Path(f"/proc/{server_pid(server)}").stat().st_uid == 65534
    assert (folder / "cluster").stat().st_uid == 65534


NO_NAMESPACES = """
import ctypes, os, sys
from pathlib import Path
ctypes.CDLL(None).unshare(0x10000000)
print("unshared", flush=True)
sys.stdin.readline()
Path("/proc/sys/user/max_user_namespaces").write_text("0")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")
def test_root_becomes_nobody_where_namespaces_are_forbidden(folder: Path) -> None:
    """Inside a user namespace with all users mapped, in which no further namespace may be made."""
    inside = subprocess.Popen(
        [sys.executable, "-c", NO_NAMESPACES, "-c", ANY_USER, str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert inside.stdin is not None
    assert inside.stdout is not None
    assert inside.stdout.readline() == "unshared\n"
    try:
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{inside.pid}/{name}").write_text("0 0 70000")
    except PermissionError:
        inside.communicate()
        pytest.skip("this machine lets nobody map users")
    said, complaints = inside.communicate("go\n", timeout=60)
    assert said.split() == ["0", "65534", "saldo_owner"], complaints
    assert (folder / "cluster").stat().st_uid == 65534
    with EmbeddedPostgres(folder, durable=False) as server:  # a folder that nobody owns stays nobody's
        assert Path(f"/proc/{server_pid(server)}").stat().st_uid == 65534


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")
def test_root_uses_a_namespace_and_its_files_stay_its_own(folder: Path) -> None:
    with EmbeddedPostgres(folder, durable=False) as server:
        namespace = os.readlink(f"/proc/{server_pid(server)}/ns/user")
        if namespace == os.readlink("/proc/self/ns/user"):
            pytest.skip("this machine forbids namespaces")
        assert (folder / "cluster").stat().st_uid == 0
