"""Signing in with a second factor, and what protects an account, as a browser does it."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from saldo.base.audit.queries import records_of
from saldo.base.people.actions import admit_member, renew_recovery_codes
from saldo.base.people.models import Membership, SignIn, User
from tests.base.people.authenticators import SECRET, code_now, give_app
from tests.factories.staff import browser_of

PASSWORD = "correct horse battery"


@pytest.fixture
def dora(house, frame_of, settings, clock):
    settings.SALDO_CLOCK = clock
    cache.clear()
    with frame_of(house.tenant_id):
        return admit_member(
            "dora@example.test", name="Dora", role="collector", password=PASSWORD, language="en", actor=house.night
        )


def sign_in(client, password=PASSWORD, path="/sign-in"):
    return client.post(path, {"username": "dora@example.test", "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


@pytest.fixture
def browser(client, dora):
    """Dora's browser, just signed in."""
    sign_in(client)
    return client


def actions_of(house, frame_of, user):
    with frame_of(house.tenant_id):
        return [one.action for one in records_of(house.tenant_id, user.id)]


def test_a_password_alone_is_not_enough_where_there_is_an_app(client, dora):
    give_app(dora)
    answer = sign_in(client, path="/sign-in?next=/customers")
    assert answer["Location"] == "/sign-in/code"
    assert not is_signed_in(client)
    assert client.get("/customers").status_code == 302
    assert "Code" in client.get("/sign-in/code").text
    answer = client.post("/sign-in/code", {"code": f" {code_now()[:3]} {code_now()[3:]}"})
    assert answer["Location"] == "/customers"
    assert is_signed_in(client)


def test_the_step_after_the_password_cannot_be_reached_without_it(client, dora):
    give_app(dora)
    assert client.get("/sign-in/code")["Location"] == "/sign-in"
    assert client.post("/sign-in/code", {"code": code_now()})["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_a_code_counts_once(client, dora):
    give_app(dora)
    code = code_now()
    sign_in(client)
    assert client.post("/sign-in/code", {"code": code}).status_code == 302
    cache.delete(f"allauth.mfa.totp.used?user={dora.id}&code={code}")  # which is forgotten after half a minute
    other = Client()
    sign_in(other)
    assert other.post("/sign-in/code", {"code": code}).status_code == 422
    assert not is_signed_in(other)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "9" * 19, "１２３４５６"])
def test_a_wrong_code_is_told_and_signs_nobody_in(client, dora, code):
    give_app(dora)
    sign_in(client)
    answer = client.post("/sign-in/code", {"code": code})
    assert answer.status_code == 422
    assert not is_signed_in(client)


def test_codes_cannot_be_tried_for_ever(client, dora):
    give_app(dora)
    sign_in(client)
    for _ in range(8):
        assert client.post("/sign-in/code", {"code": "000000"}).status_code == 422
    assert client.post("/sign-in/code", {"code": "000000"})["Location"] == "/sign-in"
    sign_in(client)
    assert client.post("/sign-in/code", {"code": code_now()}).status_code == 302
    assert not is_signed_in(client)


def test_the_second_step_does_not_wait_for_ever(client, dora):
    give_app(dora)
    sign_in(client)
    session = client.session
    session["second_step"] = {**session["second_step"], "at": time.time() - 601}
    session.save()
    assert client.post("/sign-in/code", {"code": code_now()})["Location"] == "/sign-in"
    assert not is_signed_in(client)


def test_a_recovery_code_signs_in_once(client, dora, house, frame_of):
    give_app(dora)
    with frame_of(house.tenant_id):
        codes = renew_recovery_codes(dora, actor=house.night)
    assert len(set(codes)) == 10
    for status in (302, 422):
        browser = Client()
        sign_in(browser)
        assert browser.post("/sign-in/code", {"code": f"{codes[0][:4]} {codes[0][4:]}"}).status_code == status
        assert is_signed_in(browser) == (status == 302)


def test_an_app_is_added_with_its_recovery_codes(browser, dora, house, frame_of):
    page = browser.get("/account/security/authenticator").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    assert "<svg" in page
    assert browser.post("/account/security/authenticator", {"code": "000000"}).status_code == 422
    answer = browser.post("/account/security/authenticator", {"code": code_now(secret=secret)})
    assert answer["Location"] == "/account/security/recovery-codes"
    assert len(re.findall(r"<li><code>\d{4} \d{4}</code>", browser.get(answer["Location"]).text)) == 10
    assert "activate_totp" in actions_of(house, frame_of, dora)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert secret not in kept and SECRET not in kept
    other = Client()
    assert sign_in(other)["Location"] == "/sign-in/code"


def test_recovery_codes_go_with_the_last_factor_and_not_before(browser, dora, house, frame_of):
    give_app(dora)
    with frame_of(house.tenant_id):
        renew_recovery_codes(dora, actor=house.night)
    Authenticator.objects.create(user=dora, type="webauthn", data={"name": "Phone", "credential": {}})
    app, phone = Authenticator.objects.get(type="totp"), Authenticator.objects.get(type="webauthn")
    browser.post("/account/security/remove", {"factor": str(app.pk)})
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"webauthn", "recovery_codes"}
    browser.post("/account/security/remove", {"factor": str(phone.pk)})
    assert not Authenticator.objects.exists()


def test_nobody_removes_the_factor_of_another(browser, dora, house, frame_of):
    with frame_of(house.tenant_id):
        erik = admit_member(
            "erik@example.test", name="Erik", role="owner", password=PASSWORD, language="en", actor=house.night
        )
    give_app(erik)
    browser.post("/account/security/remove", {"factor": str(Authenticator.objects.get().pk)})
    assert Authenticator.objects.filter(user=erik).exists()


CHANGES = ["password", "authenticator", "passkey", "recovery-codes"]


@pytest.mark.parametrize("page", CHANGES)
def test_who_signed_in_long_ago_proves_again_who_they_are(browser, dora, page):
    path = f"/account/security/{page}"
    session = browser.session
    session["confirmed_at"] = time.time() - 901
    session.save()
    for answer in (browser.get(path), browser.post(path, {"password": "another good password"})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/confirm?next=")
    assert User.objects.get().check_password(PASSWORD)
    assert browser.post(f"/confirm?next={path}", {"password": "wrong"}).status_code == 422
    assert browser.get(path).status_code == 302
    assert browser.post("/confirm", {"password": PASSWORD, "next": path})["Location"] == path
    assert browser.get(path).status_code in (200, 302)
    assert not browser.get(path).headers.get("Location", "").startswith("/confirm")


def test_a_password_cannot_be_guessed_where_it_is_confirmed(browser, dora):
    for _ in range(8):
        assert "not your password" in browser.post("/confirm", {"password": "wrong"}).text
    answer = browser.post("/confirm", {"password": PASSWORD})
    assert answer.status_code == 422
    assert "too often" in answer.text


def test_confirming_leads_to_no_other_site(browser, dora):
    answer = browser.post("/confirm", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer["Location"] == "/"


def test_a_changed_password_signs_every_other_browser_out(browser, dora, house, frame_of):
    other = Client()
    sign_in(other)
    assert browser.post("/account/security/password", {"password": "short"}).status_code == 422
    assert browser.post("/account/security/password", {"password": "another good password"}).status_code == 302
    assert browser.get("/customers").status_code == 200
    assert other.get("/customers").status_code == 302
    assert User.objects.get().check_password("another good password")
    assert actions_of(house, frame_of, dora)[-1] == "change_password"


def test_a_person_sees_where_they_are_signed_in_and_ends_it(browser, dora):
    firefox = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"})
    sign_in(firefox)
    page = browser.get("/account/security").text
    assert "Firefox, Windows" in page and "This browser" in page
    ended = SignIn.objects.get(session_key=firefox.session.session_key)
    assert browser.post("/account/security/sign-out", {"browser": str(ended.id)}).status_code == 302
    assert firefox.get("/customers").status_code == 302
    assert browser.get("/customers").status_code == 200
    assert "Firefox" not in browser.get("/account/security").text


def test_all_other_browsers_are_ended_at_once_but_not_those_of_others(browser, dora, house, frame_of):
    with frame_of(house.tenant_id):
        admit_member("e@example.test", name="E", role="owner", password=PASSWORD, language="en", actor=house.night)
    others, erik = [Client(), Client()], Client()
    for one in others:
        sign_in(one)
    erik.post("/sign-in", {"username": "e@example.test", "password": PASSWORD})
    theirs = SignIn.objects.get(session_key=erik.session.session_key)
    browser.post("/account/security/sign-out", {"browser": str(theirs.id)})
    browser.post("/account/security/sign-out", {"browser": "others"})
    assert [one.get("/customers").status_code for one in others] == [302, 302]
    assert SignIn.objects.filter(user=dora).count() == 1
    assert erik.get("/customers").status_code == 200
    assert Session.objects.count() == 2


def test_when_a_browser_was_last_used_is_noted_but_not_at_every_page(browser, dora, clock, django_assert_num_queries):
    first = SignIn.objects.get().seen_at
    clock.advance(minutes=4)
    browser.get("/customers")
    assert SignIn.objects.get().seen_at == first
    clock.advance(minutes=2)
    browser.get("/customers")
    assert SignIn.objects.get().seen_at == clock.now()


@pytest.mark.parametrize(
    "path", ["/account", "/account/security", "/account/security/password", "/account/security/sign-out", "/confirm"]
)
def test_pages_of_an_account_are_for_who_is_signed_in(client, dora, path):
    for answer in (client.get(path), client.post(path, {"password": "another good password", "browser": "others"})):
        assert answer.status_code in (302, 405)
        assert answer.status_code == 405 or answer["Location"].startswith("/sign-in?")
    assert User.objects.get().check_password(PASSWORD)


def test_a_passkey_that_nobody_has_signs_nobody_in(client, dora):
    assert "challenge" in client.get("/sign-in/passkey").json()["publicKey"]
    for credential in ("", "{}", "[]", "nonsense", '{"response": {"userHandle": "eA"}}', '{"response": {}, "id": 3}'):
        answer = client.post("/sign-in/passkey", {"credential": credential, "next": "/customers"})
        assert answer["Location"] == "/sign-in?next=%2Fcustomers"
    assert not is_signed_in(client)


def test_profile_and_language_are_changed(browser, dora, house, frame_of):
    assert browser.get("/account").status_code == 200
    assert browser.post("/account", {"name": "", "language": "pl"}).status_code == 422
    assert browser.post("/account", {"name": "Dora Maar", "language": "pl"}).status_code == 302
    assert 'lang="pl"' in browser.get("/account").text
    user = User.objects.get()
    assert (user.name, user.language) == ("Dora Maar", "pl")
    assert actions_of(house, frame_of, dora)[-1] == "change_profile"


def test_an_owner_helps_a_colleague_who_lost_the_device(dora, house, clock, charlies_house, frame_of):
    give_app(dora)
    alice = browser_of(house, clock)
    session = alice.session
    session["confirmed_at"] = time.time()
    session.save()
    member = Membership.objects.get(user=dora)
    path = f"/settings/people/{member.id}"
    assert "Take the second factor away" in alice.get(path).text
    assert alice.post(f"{path}/second-factor")["Location"] == path
    assert not Authenticator.objects.exists()
    assert actions_of(house, frame_of, dora)[-1] == "reset_factors"
    mine = Membership.objects.get(role="owner")
    assert alice.post(f"/settings/people/{mine.id}/second-factor").status_code == 409
    give_app(dora)
    with frame_of(charlies_house.tenant_id):
        admit_member(
            "dora@example.test", name="D", role="read_only", password="", language="en", actor=charlies_house.night
        )
    assert alice.post(f"{path}/second-factor").status_code == 409
    assert Authenticator.objects.exists()
