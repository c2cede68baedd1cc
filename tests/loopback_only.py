"""A pytest plugin: a test that reaches for another machine fails, by whatever library.

Unix sockets and the loopback addresses are allowed. Names other than `localhost` are refused before they are looked up,
since a lookup already leaves the machine.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

_connect = socket.socket.connect
_connect_ex = socket.socket.connect_ex
_sendto = socket.socket.sendto
_getaddrinfo = socket.getaddrinfo


class NetworkForbidden(AssertionError):
    """A test tried to leave the machine."""


def is_loopback(host: str | bytes | None) -> bool:
    """Whether a host, as given to `connect`, is this machine's own loopback."""
    if host is None or host in ("", b""):
        return True
    text = host.decode() if isinstance(host, bytes) else host
    if text == "localhost":
        return True
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


def _refuse(host: Any) -> None:
    raise NetworkForbidden(f"A test tried to reach {host!r}. Tests open loopback and Unix sockets only.")


def _check(one: socket.socket, address: Any) -> None:
    if one.family in (socket.AF_INET, socket.AF_INET6) and not is_loopback(address[0]):
        _refuse(address[0])


def _guarded_connect(one: socket.socket, address: Any) -> None:
    _check(one, address)
    return _connect(one, address)


def _guarded_connect_ex(one: socket.socket, address: Any) -> int:
    _check(one, address)
    return _connect_ex(one, address)


def _guarded_sendto(one: socket.socket, data: Any, *rest: Any) -> int:
    _check(one, rest[-1])
    return _sendto(one, data, *rest)


def _lookup(host: Any, *rest: Any, **options: Any) -> Any:
    if not is_loopback(host):
        _refuse(host)
    return _getaddrinfo(host, *rest, **options)


def _install(connect: Any, connect_ex: Any, sendto: Any, getaddrinfo: Any) -> None:
    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]
    socket.socket.sendto = sendto  # type: ignore[method-assign]
    socket.getaddrinfo = getaddrinfo


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    """Before anything is collected, so that a test module cannot reach out while it is imported either."""
    _install(_guarded_connect, _guarded_connect_ex, _guarded_sendto, _lookup)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Leave the process as it was found."""
    _install(_connect, _connect_ex, _sendto, _getaddrinfo)
