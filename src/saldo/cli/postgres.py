"""Starts and stops a PostgreSQL server of our own inside one folder, for demo, development and tests.

It listens on a Unix socket in that folder (mode 0700) and nowhere else, so whoever may enter the folder may connect.
The server ends with the process that started it, however that ends. Data: `cluster/`; its words: `server.log`.
"""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

import psycopg

from saldo.cli.errors import PostgresError
from saldo.cli.postgres_binaries import Binaries, choose_binaries

OWNER = "saldo_owner"
DATABASE = "saldo"
CHILD = (sys.executable, "-I", "-S", str(Path(__file__).with_name("postgres_child.py")))
LONGEST_SOCKET_PATH_BYTES = 106  # the kernel keeps 108 with the closing zero, PostgreSQL one less
START_PATIENCE_S = 120.0  # recovery of a large database after a crash
PREDECESSOR_PATIENCE_S = 20.0  # a server whose launcher was killed is still shutting down
PREDECESSOR_WORDS = ("already exists", "pre-existing shared memory block", "Address already in use")
SETTINGS = ("timezone=UTC", "log_timezone=UTC", "max_connections=200")
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class EmbeddedPostgres:
    """One server over one folder: `with EmbeddedPostgres(folder) as server: connect(server.owner_url)`.

    `choice` as in `choose_binaries`. `durable=False` loses data in a power cut and is for tests. Raises PostgresError.
    """

    def __init__(self, data_dir: Path, *, choice: str | None = None, durable: bool = True) -> None:
        self.data_dir = Path(data_dir).resolve()
        self._choice, self._durable = choice, durable
        self._cluster, self._log = self.data_dir / "cluster", self.data_dir / "server.log"
        self._pid_file = self._cluster / "postmaster.pid"
        self._binaries: Binaries | None = None
        self._identity = "same"
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        if len(os.fsencode(self.data_dir / ".s.PGSQL.5432")) > LONGEST_SOCKET_PATH_BYTES:
            raise PostgresError(f"{self.data_dir}: too long a path for a Unix socket. Choose a shorter one.")

    @property
    def owner_url(self) -> str:
        """Connects as the owner of the tables (a superuser of this server)."""
        return self.url_for(OWNER)

    def url_for(self, user: str, password: str = "", database: str = DATABASE) -> str:
        """A libpq URL through the socket."""
        secret = f":{quote(password, safe='')}" if password else ""
        return f"postgresql://{quote(user, safe='')}{secret}@/{database}?host={quote(str(self.data_dir), safe='')}"

    @property
    def is_running(self) -> bool:
        """Whether our server process lives."""
        return self._server is not None and self._server.poll() is None

    def start(self) -> "EmbeddedPostgres":
        """Makes the cluster when there is none, recovers it when it was killed, returns when it takes connections."""
        if threading.current_thread() is not threading.main_thread():
            raise PostgresError("The database must be started from the main thread: it ends with its starter.")
        self._take_folder()
        try:
            version = self._cluster / "PG_VERSION"
            major = int(version.read_text()) if version.exists() else None
            self._binaries = choose_binaries(major, self._choice)
            self._identity = self._choose_identity()
            if major is None:
                self._make_cluster()
            self._start_server()
            with psycopg.connect(self.url_for(OWNER, database="postgres"), autocommit=True) as connection:
                if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        except BaseException:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        """Shuts down cleanly (open transactions are rolled back) and frees the folder. Harmless when not running."""
        for how, patience_s in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 10)):
            if self._server is None or self._server.poll() is not None:
                break
            self._server.send_signal(how)
            try:
                self._server.wait(patience_s)
            except subprocess.TimeoutExpired:
                continue
        self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    __enter__ = start

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def _take_folder(self) -> None:
        """Makes the folder ours alone: private to this user, and locked against a second launcher."""
        self.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        names = {path.name for path in self.data_dir.iterdir()}
        if names and not names & {"cluster", "cluster.new", "server.log"}:
            raise PostgresError(f"{self.data_dir} holds files that are not a Saldo database. Choose a new folder.")
        lock = os.open(self.data_dir, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
            raise PostgresError(f"{self.data_dir} is in use by another Saldo process. Stop that one first.") from None
        self._lock = lock
        self.data_dir.chmod(0o700)

    def _choose_identity(self) -> str:
        """How the server avoids being root, which PostgreSQL refuses; see `postgres_child`."""
        if os.geteuid() != 0:
            return "same"
        owner = self.data_dir.stat()
        if owner.st_uid != 0:
            return f"setuid:{owner.st_uid}:{owner.st_gid}"
        inside = next((account.pw_uid for account in pwd.getpwall() if account.pw_uid not in (0, 65534)), 65534)
        namespace = f"namespace:{inside}"
        if subprocess.run([*CHILD, str(os.getpid()), namespace, "/bin/true"], capture_output=True).returncode == 0:
            return namespace
        nobody = pwd.getpwnam("nobody")
        for path in (self.data_dir, *self.data_dir.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid, follow_symlinks=False)
        return f"setuid:{nobody.pw_uid}:{nobody.pw_gid}"

    def _spawn(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        assert self._binaries is not None
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PG", "LC_", "LANG"))}
        self._log.unlink(missing_ok=True)  # it may be another user's: root may have run this folder before
        with self._log.open("wb") as log:
            return subprocess.Popen(
                [*CHILD, str(os.getpid()), self._identity, self._binaries.program(name), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.data_dir,
                env={**environment, "LC_ALL": "C", "TZ": "UTC"},
                start_new_session=True,  # Ctrl-C is for us; we then stop the server last
            )

    def _make_cluster(self) -> None:
        unfinished = self.data_dir / "cluster.new"  # renamed when whole: a kill leaves nothing that looks finished
        shutil.rmtree(unfinished, ignore_errors=True)
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        options = [f"--username={OWNER}", "--auth=trust", "--encoding=UTF8", f"--locale={locale}", "--no-instructions"]
        if not self._durable:
            options.append("--no-sync")
        if self._spawn("initdb", f"--pgdata={unfinished}", *options).wait() != 0:
            raise PostgresError(f"The database could not be made:\n{self._log_tail()}")
        unfinished.rename(self._cluster)

    def _start_server(self) -> None:
        """Returns when the server says that it is ready; tries again while a predecessor is still going away."""
        began = time.monotonic()
        settings = ["listen_addresses=", f"unix_socket_directories={self.data_dir}", *SETTINGS]
        settings += [] if self._durable else FAST
        arguments = [word for setting in settings for word in ("-c", setting)]
        while True:
            self._forget_stale_pid()
            self._server = self._spawn("postgres", "-D", str(self._cluster), *arguments)
            while self._server.poll() is None:
                if self._is_ready(self._server.pid):
                    return
                if time.monotonic() - began > START_PATIENCE_S:
                    raise PostgresError(f"The database was not ready in {START_PATIENCE_S:.0f} s:\n{self._log_tail()}")
                time.sleep(0.005)
            said = self._log_tail()
            waiting_helps = any(words in said for words in PREDECESSOR_WORDS)
            if not waiting_helps or time.monotonic() - began > PREDECESSOR_PATIENCE_S:
                raise PostgresError(f"The database did not start:\n{said}")
            time.sleep(0.05)

    def _is_ready(self, pid: int) -> bool:
        """Believes the file only when it was written by our own child: an old one may say "ready" too."""
        lines = self._pid_file.read_text().splitlines() if self._pid_file.exists() else []
        return lines[:1] == [str(pid)] and lines[7:8] != [] and lines[7].strip() == "ready"

    def _forget_stale_pid(self) -> None:
        """Removes the pid file of a killed server when its number now belongs to a program that is not PostgreSQL."""
        pid = self._pid_file.read_text().split("\n")[0] if self._pid_file.exists() else ""
        program = Path(f"/proc/{pid}/comm")
        if pid and program.exists() and program.read_text().strip() not in ("postgres", "postmaster"):
            self._pid_file.unlink()
            (self.data_dir / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _log_tail(self) -> str:
        return "\n".join(self._log.read_text(errors="replace").splitlines()[-8:])
