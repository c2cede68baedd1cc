"""The owner changes the brand and sees it, and mistypes a variable in a letter and is told where."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.factories.pictures import png


def test_the_brand_is_seen_before_it_is_saved(page, site, signed_in, axe):
    signed_in(page)
    page.goto(site + "/settings/company")
    assert page.frame_locator("#preview iframe").get_by_text("Atelier Norte").first.is_visible()
    with page.expect_response("**/settings/company/preview"):
        page.get_by_label("Colour").fill("#ffcc00")
    page.get_by_text("too pale for words").wait_for()
    with page.expect_response("**/sample-mail?*"):
        page.get_by_label("Short name").fill("Norte Estúdio")
    page.frame_locator("#preview iframe").get_by_text("Norte Estúdio").first.wait_for()
    image = page.get_by_role("img", name="An invented invoice with your details")
    assert image.evaluate("image => image.complete && image.naturalWidth > 500")
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Documents that were issued keep what they said.").wait_for()
    assert page.get_by_label("Short name").input_value() == "Norte Estúdio"


def test_a_logo_that_is_not_an_image_is_refused_and_nothing_typed_is_lost(page, site, signed_in):
    signed_in(page)
    page.goto(site + "/settings/company")
    page.get_by_label("Telephone").fill("+351 220 111 222")
    logo = page.get_by_label("Logo", exact=True)
    logo.set_input_files({"name": "logo.png", "mimeType": "image/png", "buffer": b"this is a letter"})
    page.get_by_role("button", name="Save").click()
    page.get_by_text("This file is not a picture").first.wait_for()
    assert page.get_by_label("Telephone").input_value() == "+351 220 111 222"
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": png(120, 40)}
    )
    page.get_by_role("button", name="Save").click()
    shown = page.get_by_role("img", name="The logo of today")
    shown.wait_for()
    assert shown.evaluate("image => image.complete && image.naturalWidth") == 120


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_variable_that_does_not_exist_is_named_where_it_stands(open_page, site, signed_in, axe, sideways, size):
    page = signed_in(open_page(size=size))
    page.goto(site + "/settings/policy")
    page.get_by_role("link", name=re.compile("^pl.*A second question")).click()
    page.get_by_label("Subject").fill("Prosimy o {kwota}")
    page.get_by_role("button", name="Save").click()
    assert page.get_by_text("There is no {kwota}. What you can name: {total}").first.is_visible()
    assert axe(page) == []
    assert sideways(page) == 0
    page.get_by_label("Subject").fill("Prosimy o {total}")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. Messages from now on say this.").wait_for()
    assert page.get_by_label("Subject").input_value() == "Prosimy o {total}"
