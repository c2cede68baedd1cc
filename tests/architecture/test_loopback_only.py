"""No test leaves the machine."""

import http.client
import socket
import threading
from pathlib import Path

import pytest

from tests.loopback_only import NetworkForbidden, is_loopback

ELSEWHERE = "192.0.2.1"  # a documentation address (RFC 5737): routed nowhere


def test_a_connection_to_another_machine_is_refused():
    with socket.socket() as one, pytest.raises(NetworkForbidden, match=ELSEWHERE):
        one.connect((ELSEWHERE, 80))
    with socket.socket() as one, pytest.raises(NetworkForbidden):
        one.connect_ex((ELSEWHERE, 80))


def test_a_datagram_to_another_machine_is_refused():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(NetworkForbidden):
        one.sendto(b"hello", (ELSEWHERE, 53))


def test_a_name_is_refused_before_it_is_looked_up():
    with pytest.raises(NetworkForbidden, match="example"):
        http.client.HTTPConnection("gateway.example", 80).request("GET", "/")


def test_loopback_and_unix_sockets_are_open(tmp_path: Path):
    for family, address in ((socket.AF_INET, ("127.0.0.1", 0)), (socket.AF_UNIX, str(tmp_path / "s"))):
        with socket.socket(family) as server:
            server.bind(address)
            server.listen()
            accepting = threading.Thread(target=lambda here=server: here.accept()[0].close())
            accepting.start()
            with socket.socket(family) as client:
                client.connect(server.getsockname())
            accepting.join()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", "localhost", "", None])
def test_a_loopback_address_is_known_as_one(host: str | None):
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["10.0.0.1", "0.0.0.0", "::ffff:10.0.0.1", "fe80::1%eth0", "example.org", b"8.8.8.8"])  # noqa: S104
def test_any_other_address_is_not(host: str | bytes):
    assert not is_loopback(host)
