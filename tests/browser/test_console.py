"""Somebody opens the console at a phone and at a desk, by day and by night."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESK, PHONE


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "dark"), (DESK, "light")], ids=["phone at night", "desk by day"])
def test_the_overview_opens_for_who_is_signed_in(open_page, site, signed_in, axe, sideways, size, scheme):
    page = signed_in(open_page(size=size, scheme=scheme), "owner")
    page.goto(site + "/")
    assert page.locator("h1").inner_text()
    assert axe(page) == []
    assert sideways(page) == 0


def test_who_is_not_signed_in_is_asked_to(page, site, axe):
    page.goto(site + "/customers")
    assert page.locator("input[type=password]").is_visible()
    assert axe(page) == []


def test_the_policy_blocks_a_script_that_stands_in_a_page(page, site):
    """A script that somebody managed to write into a page does not run, and neither does an attribute."""
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.route(
        "**/somebody-wrote-into-it",
        lambda route: route.fulfill(
            response=(answer := route.fetch(url=site + "/ui/")),
            body=answer.text().replace(
                "</body>",
                '<script>window.ran = "script"</script><p onmouseover="window.ran = 1" id="trap">x</p></body>',
            ),
        ),
    )
    page.goto(site + "/somebody-wrote-into-it")
    page.locator("#trap").hover()
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in line for line in said)
