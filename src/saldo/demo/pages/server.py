"""A threaded HTTP server on 127.0.0.1, and the life of a small program: start, say where, wait, stop cleanly."""

from __future__ import annotations

import signal
import socket
import socketserver
import threading
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from saldo.demo.pages.wsgi import Application

LOOPBACK = "127.0.0.1"


class _Handler(WSGIRequestHandler):
    timeout = 30  # seconds for a client to send its request
    server_version = "SaldoDemo"
    sys_version = ""

    def get_environ(self) -> dict[str, Any]:
        environ = super().get_environ()
        environ["saldo.hang_up"] = self._hang_up
        return environ

    def _hang_up(self) -> None:
        """Close the line before an answer is written; what the application returns then goes nowhere."""
        self.connection.shutdown(socket.SHUT_RDWR)

    def address_string(self) -> str:
        return str(self.client_address[0])

    def log_message(self, *_: Any) -> None:
        """Requests are not logged: they may carry card numbers and mail."""


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64

    def server_bind(self) -> None:
        """Without the base class's look-up of a host name, which can hang where there is no name server."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error of ours; the application logs its own."""


class LoopbackServer:
    """Serves one WSGI application on 127.0.0.1; port 0 takes any free one. Use it in a `with`, or start and stop it."""

    def __init__(self, application: Application, *, port: int = 0) -> None:
        self._server = _Server((LOOPBACK, port), _Handler)
        self._server.set_app(application)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def port(self) -> int:
        """The port that was really bound."""
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """Where it answers, without a closing slash."""
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> None:
        """Answer from now on, in a thread."""
        self._thread.start()

    def stop(self) -> None:
        """Take no more requests and free the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> LoopbackServer:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def wait_for_signal() -> None:
    """Block until SIGINT or SIGTERM; call it from the main thread."""
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    while not stopped.wait(1.0):
        pass


def run(parts: Sequence[tuple[Callable[[], object], Callable[[], object]]], *, announce: Callable[[], None]) -> None:
    """Start the parts in order, announce, wait for a signal, and stop what was started in reverse order."""
    started: list[Callable[[], object]] = []
    try:
        for start, stop in parts:
            start()
            started.append(stop)
        announce()
        wait_for_signal()
    finally:
        for stop in reversed(started):
            stop()
