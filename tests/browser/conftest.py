"""A real browser before a running site: Chromium, a server on loopback over the test's database, people signed in.

def test_alice_finds_a_customer(page, site, signed_in):
    signed_in(page, "owner")
    page.goto(site + "/customers")
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.cache import cache
from django.core.wsgi import get_wsgi_application

from saldo.base.tenants.frame import frame
from saldo.customers.actions import issue_portal_links
from saldo.demo.pages.server import LoopbackServer
from tests.factories.staff import browser_of

browsers = pytest.importorskip("playwright.sync_api")
accessibility = pytest.importorskip("axe_playwright_python.sync_playwright")
CHROMIUM = shutil.which("chromium") or ""

PHONE, TABLET, DESK = (360, 740), (768, 1024), (1440, 900)
SIZES = (PHONE, TABLET, DESK)
SCHEMES = ("light", "dark")
PATIENCE_MS = 10_000

OpenPage = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, once for a module; the tests are skipped on a machine that has none."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright's loop runs in this thread
    with browsers.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(settings, house, clock) -> Iterator[str]:
    """The address of the whole application on a free port, over the test's database and clock, with Alice's house."""
    settings.SALDO_CLOCK = clock
    cache.clear()
    with LoopbackServer(get_wsgi_application()) as server:
        settings.SALDO_BASE_URL = server.url
        settings.CSRF_TRUSTED_ORIGINS = [server.url]
        yield server.url
    cache.clear()


@pytest.fixture
def open_page(browser) -> Iterator[OpenPage]:
    """Opens a page in a profile of its own: `open_page(size=PHONE, scheme="dark", script=False, language="pl")`."""
    contexts = []

    def opened(
        *, size: tuple[int, int] = DESK, scheme: str = "light", script: bool = True, language: str = "en"
    ) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=script,
            locale=language,
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page) -> Any:
    """A page at a desk, in the light, in English."""
    return open_page()


@pytest.fixture
def signed_in(site, house, clock) -> Callable[..., Any]:
    """`signed_in(page, "collector")`: from now on that person's browser; call it once for a role and language."""

    def sign_in(page: Any, role: str = "owner", *, language: str = "en", of: Any = None) -> Any:
        client = browser_of(of or house, clock, role, language=language)
        name = configured.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])
        return page

    return sign_in


@pytest.fixture
def portal_link(site, house, clock) -> Callable[..., str]:
    """The whole address of a customer's portal: `page.goto(portal_link(customer_id))`."""

    def link(customer_id: Any, contact_id: Any = None) -> str:
        with frame(house.tenant_id, clock=clock):
            links = issue_portal_links([(customer_id, contact_id)], actor=house.alice)
        return site + links[(customer_id, contact_id)]

    return link


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """`assert axe(page) == []`: what axe finds wrong with the page as it is now, each in words with where it stands.

    `axe(page, ["color-contrast"])` looks at those rules alone.
    """
    checker = accessibility.Axe()

    def look(page: Any, rules: list[str] | None = None) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(checker.axe_script)
        options = {"resultTypes": ["violations"], **({"runOnly": rules} if rules else {})}
        found = page.evaluate("(how) => axe.run(how).then((results) => results.violations)", options)
        return [
            f"{one['id']}: {one['help']} — {' '.join(str(part) for part in node['target'])}: {_why(node)}"
            for one in found
            for node in one["nodes"]
        ]

    return look


def _why(node: dict[str, Any]) -> str:
    return "; ".join(check["message"] for kind in ("any", "all", "none") for check in node[kind])


@pytest.fixture
def sideways() -> Callable[[Any], int]:
    """`assert sideways(page) == 0`: by how many pixels the page is wider than its window."""
    return lambda page: max(
        0, page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
