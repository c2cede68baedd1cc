"""A session that ends while a form is open: nothing typed is lost, and nothing is sent by itself."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from saldo.base.people.actions import admit_member
from saldo.customers.models import Customer
from saldo.invoices.models import Invoice
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft
from tests.factories.staff import typed

PASSWORD = "correct horse battery"


@pytest.fixture
def people(house, frame_of, settings, clock):
    settings.SALDO_CLOCK = clock
    cache.clear()
    with frame_of(house.tenant_id):
        for name in ("olga", "erik"):
            admit_member(
                f"{name}@example.test", name=name, role="owner", password=PASSWORD, language="en", actor=house.night
            )


def sign_in(browser, name="olga", target="/"):
    return browser.post(f"/sign-in?next={target}", {"username": f"{name}@example.test", "password": PASSWORD})


@pytest.fixture
def olga(people):
    browser = Client()
    sign_in(browser)
    browser.get("/customers")
    return browser


def end_session():
    Session.objects.all().delete()


def test_a_new_customer_is_shown_again_as_typed_and_written_only_when_sent(olga, house, frame_of):
    page = olga.get("/customers/new")
    data = typed(page, name="Padaria <Nova> & filhos", number="K-7", contact_email="ana@example.test")
    end_session()
    answer = olga.post("/customers/new", data)
    assert answer["Location"] == "/sign-in?next=/customers/new"
    assert sign_in(olga, target="/customers/new")["Location"] == "/customers/new"
    page = olga.get("/customers/new")
    assert "has not been sent yet" in page.text
    assert "Padaria &lt;Nova&gt; &amp; filhos" in page.text
    with frame_of(house.tenant_id):
        assert not Customer.objects.filter(tenant_id=house.tenant_id).exists()
    assert "Padaria" not in olga.get("/customers/new").text
    assert olga.post("/customers/new", data).status_code == 302
    with frame_of(house.tenant_id):
        assert Customer.objects.filter(tenant_id=house.tenant_id, name="Padaria <Nova> & filhos").exists()


def test_a_draft_is_shown_again_with_every_line(olga, house, clock, frame_of):
    dana = make_customer(house, clock)
    draft = make_draft(house, clock, dana, "100.00")
    path = f"/invoices/{draft}/change"
    described = re.findall(r'name="([^"]*description)"', olga.get(path).text)
    data = {"title": "Words that took an hour", described[0]: "Bread, as agreed on the telephone", "do": "save"}
    data["description-of-a-line-that-was-added"] = "And a line more"
    end_session()
    assert olga.post(path, data)["Location"] == f"/sign-in?next={path}"
    sign_in(olga, target=path)
    page = olga.get(path)
    assert "Words that took an hour" in page.text
    assert "Bread, as agreed on the telephone" in page.text
    assert "And a line more" in page.text
    with frame_of(house.tenant_id):
        assert Invoice.objects.get(id=draft).title != "Words that took an hour"


def test_somebody_else_at_the_same_browser_sees_nothing_of_it(olga):
    end_session()
    olga.post("/customers/new", {"name": "A secret deal"})
    sign_in(olga, "erik", "/customers/new")
    assert "A secret deal" not in olga.get("/customers/new").text
    sign_in(olga, "olga")
    assert "A secret deal" not in olga.get("/customers/new").text


def test_who_signed_out_or_never_was_here_leaves_nothing(olga):
    olga.post("/sign-out")
    for browser in (olga, Client()):
        answer = browser.post("/customers/new", {"name": "A secret deal"})
        assert answer["Location"] == "/sign-in?next=/customers/new"
        sign_in(browser)
        assert "A secret deal" not in browser.get("/customers/new").text


def test_a_forged_cookie_keeps_nothing(people):
    stranger = Client()
    stranger.cookies["saldo_person"] = "01890000-0000-7000-8000-000000000000:x:y"
    stranger.post("/customers/new", {"name": "x"})
    assert "sessionid" not in stranger.cookies


def test_what_is_kept_is_not_readable_and_holds_no_password(olga):
    end_session()
    olga.post("/confirm-nothing", {"x": "y"})
    olga.post("/customers/new", {"name": "A secret deal", "password": "hunter2hunter2"})
    [session] = Session.objects.all()
    kept = session.get_decoded()["kept_form"]
    assert "secret deal" not in kept and "hunter2" not in kept
    sign_in(olga, target="/customers/new")
    page = olga.get("/customers/new").text
    assert "A secret deal" in page and "hunter2" not in page


def test_too_much_is_not_kept(olga):
    end_session()
    olga.post("/customers/new", {"name": "x" * 250_000})
    assert not any("kept_form" in one.get_decoded() for one in Session.objects.all())


def test_a_button_on_another_page_leads_back_to_that_page(olga, house, clock):
    dana = make_customer(house, clock)
    end_session()
    answer = olga.post(
        f"/customers/{dana}/notes",
        {"text": "He promised to pay on Friday"},
        headers={"Referer": f"http://testserver/customers/{dana}?x=1"},
    )
    assert answer["Location"] == f"/sign-in?next=/customers/{dana}%3Fx%3D1"
    outside = olga.post("/customers/new", {"name": "x"}, headers={"Referer": "https://evil.example/p"})
    assert outside["Location"] == "/sign-in?next=/customers/new"


def test_a_fragment_asks_the_whole_page_to_sign_in(olga):
    end_session()
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/customers/new"}
    answer = olga.post("/customers/new", {"name": "Kept all the same"}, headers=headers)
    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in?next=/customers/new"
    sign_in(olga, target="/customers/new")
    assert "Kept all the same" in olga.get("/customers/new").text


def test_a_form_that_is_gone_is_shown_as_words(olga, house, clock):
    dana = make_customer(house, clock)
    draft = make_draft(house, clock, dana, "100.00")
    end_session()
    olga.post(f"/invoices/{draft}/discard", {"reason": "words"}, headers={"Referer": "http://testserver/customers"})
    sign_in(olga, target="/customers")
    page = olga.get("/customers").text
    assert "does not stand here any more" in page and "words" in page


def test_a_form_of_another_tab_is_kept_when_its_token_has_grown_old(people):
    olga = Client(enforce_csrf_checks=True)
    olga.get("/sign-in")
    token = olga.cookies["csrftoken"].value
    data = {"username": "olga@example.test", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert olga.post("/sign-in", data).status_code == 302
    old = {"name": "Typed before", "csrfmiddlewaretoken": "a" * 64}
    answer = olga.post("/customers/new", old, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403
    assert 'href="/customers/new"' in answer.text
    assert "Typed before" in olga.get("/customers/new").text
    olga.post("/customers/new", {**old, "name": "From elsewhere"}, headers={"Origin": "https://evil.example"})
    assert "From elsewhere" not in olga.get("/customers/new").text
