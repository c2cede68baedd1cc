"""Behind a proxy, over https, and counts that all processes share."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Thread

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from saldo.config.middleware import ProxyMiddleware


@pytest.fixture
def seen(settings):
    """What the application sees of a request from `sender`, with a proxy trusted."""
    settings.SALDO_TRUSTED_PROXY = ["10.0.0.1", "192.168.7.0/24"]
    settings.ALLOWED_HOSTS = ["testserver"]

    def see(sender, **headers):
        requests = []
        middleware = ProxyMiddleware(lambda request: requests.append(request) or HttpResponse())
        middleware(RequestFactory().get("/", REMOTE_ADDR=sender, headers=headers))
        return requests[0].META["REMOTE_ADDR"], requests[0].is_secure()

    return see


@pytest.mark.parametrize(
    ("forwarded", "sender"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", "203.0.113.9"),  # the left one is what the sender claims
        ("203.0.113.9, 192.168.7.4", "203.0.113.9"),  # two proxies of ours
        ("2001:db8::1", "2001:db8::1"),
        ("nonsense", "10.0.0.1"),
        ("", "10.0.0.1"),
    ],
)
def test_the_sender_is_the_right_most_hop_that_is_no_proxy_of_ours(seen, forwarded, sender):
    assert seen("10.0.0.1", **{"X-Forwarded-For": forwarded})[0] == sender


def test_nobody_else_is_believed(seen):
    claims = {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"}
    assert seen("203.0.113.9", **claims) == ("203.0.113.9", False)
    assert seen("10.0.0.1", **claims) == ("1.2.3.4", True)


def test_without_a_trusted_proxy_no_header_counts(seen, settings):
    settings.SALDO_TRUSTED_PROXY = []
    assert seen("10.0.0.1", **{"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"}) == ("10.0.0.1", False)


@pytest.mark.parametrize(("url", "is_strict"), [("https://saldo.example.test", True), ("http://127.0.0.1:8000", False)])
def test_over_https_cookies_stay_on_https_and_browsers_are_told_so(url, is_strict):
    script = (
        "from saldo.config import settings as s;"
        "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.ALLOWED_HOSTS[-1])"
    )
    environment = {**os.environ, "SALDO_BASE_URL": url, "SALDO_SECRET_KEY": "x" * 50}
    told = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    host = url.partition("//")[2].partition(":")[0]
    assert told.stdout.split() == [str(is_strict)] * 3 + [host]


def test_counts_of_many_processes_add_up(database):
    cache.add("count", 0, 60)

    def count():
        for _ in range(25):
            cache.incr("count")
        connection.close()

    threads = [Thread(target=count) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(timeout=30)
    assert cache.get("count") == 100


def test_what_is_kept_ends(database, monkeypatch):
    assert cache.add("code", "y", 30)
    assert not cache.add("code", "y", 30)
    monkeypatch.setattr("saldo.config.caches.time.time", lambda: 1e12)
    assert cache.get("code", "gone") == "gone"
    with pytest.raises(ValueError, match="code"):
        cache.incr("code")
    assert cache.add("code", "z", 30)
    assert cache.touch("code", 60) and cache.delete("code") and not cache.delete("code")
    cache.set("a", {"b": [1]}, None)
    assert cache.get("a") == {"b": [1]}
    cache.clear()
    assert cache.get("a") is None
