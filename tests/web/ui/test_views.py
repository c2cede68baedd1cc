"""The page of components, a seller's colours, and the reader's choice of look."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import include, path, reverse

urlpatterns = [path("ui/", include("saldo.web.ui.urls"))]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def page(client: Client) -> str:
    response = client.get("/ui/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_of_components_shows_each_with_real_content(page: str):
    for component in (
        "money balance",
        "st tone-overdue",
        "timeline",
        "dialog",
        "toast",
        "progress",
        "ageing",
        "filters",
    ):
        assert f'class="{component}' in page, component
    assert "Museu do Linho" in page


def test_the_page_is_sound_html(page: str):
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', page))
    assert labelled <= set(ids)
    for described in re.findall(r'aria-describedby="([^"]+)"', page):
        assert set(described.split()) <= set(ids)
    for symbol in re.findall(r'<use href="#([^"]+)"', page):
        assert symbol in ids
    assert page.count("<h1") == 1
    assert '<html lang="en">' in page
    assert 'class="skip" href="#main"' in page


def test_the_page_sends_its_token_with_every_fragment(page: str):
    assert re.search(r"""<body hx-headers='\{"x-csrftoken": "\w{64}"\}'>""", page)


def test_the_page_speaks_the_readers_numbers(client: Client):
    page = client.get("/ui/", headers={"accept-language": "pl"}).content.decode()
    assert '<html lang="pl">' in page
    assert '23\N{NO-BREAK SPACE}072<span class="cents">,50</span>' in page


def test_a_sellers_colour_is_a_style_sheet_that_is_kept(client: Client):
    response = client.get(reverse("ui:show_brand_colours", args=["#2A3FB0"]))
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]
    assert "--accent:light-dark(#2a3fb0," in response.content.decode()


@pytest.mark.parametrize("colour", ["xyz", "2a3fb", "2A3FB0", "2a3fb0;}", "%7D"])
def test_what_is_no_colour_has_no_style_sheet(client: Client, colour: str):
    assert client.get(f"/ui/brand/{colour}.css").status_code == 404


def test_a_theme_is_kept_in_this_browser_and_the_systems_choice_forgets_it(client: Client):
    answer = client.post("/ui/look", {"theme": "dark", "next": "/ui/"})
    assert answer["Location"] == "/ui/"
    assert '<html lang="en" data-theme="dark">' in client.get("/ui/").content.decode()
    client.post("/ui/look", {"theme": "system"})
    assert '<html lang="en">' in client.get("/ui/").content.decode()


def test_keys_can_be_switched_off(client: Client):
    client.post("/ui/look", {"keys": "off"})
    assert 'data-keys="off"' in client.get("/ui/").content.decode()


def test_an_invented_look_is_left_alone(client: Client):
    client.post("/ui/look", {"theme": 'dark" onload="x'})
    assert "theme" not in client.cookies
    client.cookies["theme"] = 'dark" onload="x'
    assert "onload" not in client.get("/ui/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:x", ""])
def test_choosing_a_look_never_leads_elsewhere(client: Client, target: str):
    assert client.post("/ui/look", {"theme": "light", "next": target})["Location"] == "/"


def test_choosing_a_look_by_an_address_is_refused(client: Client):
    assert client.get("/ui/look").status_code == 405
