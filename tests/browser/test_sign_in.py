"""Getting in, as people do: by passkey, by an invitation's link, by an authenticator app."""

from __future__ import annotations

import pytest

from saldo.base.events.actions import run_due_jobs
from saldo.base.people.actions import admit_member
from saldo.plugins.channels.memory import SENT
from tests.base.people.authenticators import code_now
from tests.browser.conftest import PHONE

PASSWORD = "correct horse battery"


@pytest.fixture
def home(site, settings):
    """The site by its name: browsers know passkeys for localhost, not for a bare address."""
    settings.SALDO_BASE_URL = site.replace("127.0.0.1", "localhost")
    settings.CSRF_TRUSTED_ORIGINS = [settings.SALDO_BASE_URL]
    settings.SALDO_SMTP_URL = "memory://"
    SENT.clear()
    return settings.SALDO_BASE_URL


@pytest.fixture
def olga(house, frame_of):
    """An owner with a password."""
    with frame_of(house.tenant_id):
        return admit_member(
            "olga@example.test", name="Olga", role="owner", password=PASSWORD, language="en", actor=house.night
        )


def sign_in(page, home):
    page.goto(f"{home}/sign-in")
    page.get_by_label("E-mail address").fill("olga@example.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def give_authenticator(page):
    """A phone that holds passkeys and knows its owner by a finger, as Chromium simulates it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options |= {"isUserVerified": True, "automaticPresenceSimulation": True}
    answer = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools, answer["authenticatorId"]


def test_a_person_adds_a_passkey_and_signs_in_with_nothing_else(page, home, olga, axe, sideways):
    give_authenticator(page)
    sign_in(page, home)
    page.get_by_role("link", name="Olga").first.click()
    page.get_by_role("link", name="Security").click()
    assert axe(page) == []
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name of the passkey").fill("Olga's phone")
    page.get_by_role("button", name="Go on with this device").click()
    page.wait_for_url("**/recovery-codes")
    assert page.locator("#codes li").count() == 10
    assert axe(page) == []
    page.get_by_role("link", name="I have kept them").click()
    assert page.get_by_role("row", name="Olga's phone").is_visible()
    page.get_by_role("button", name="Sign out", exact=True).first.click()
    page.wait_for_url("**/sign-in")
    assert axe(page) == []
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{home}/")
    assert page.get_by_role("link", name="Olga").first.is_visible()
    assert sideways(page) == 0


def test_a_passkey_is_the_second_step_after_a_password(page, home, olga):
    give_authenticator(page)
    sign_in(page, home)
    page.goto(f"{home}/account/security/passkey")
    page.get_by_role("button", name="Go on with this device").click()
    page.wait_for_url("**/recovery-codes")
    page.context.clear_cookies()
    sign_in(page, home)
    page.wait_for_url("**/sign-in/code")
    page.get_by_role("button", name="Use a passkey instead").click()
    page.wait_for_url(f"{home}/")


def test_a_device_that_is_not_its_owners_signs_nobody_in(page, home, olga):
    devtools, authenticator = give_authenticator(page)
    sign_in(page, home)
    page.goto(f"{home}/account/security/passkey")
    page.get_by_role("button", name="Go on with this device").click()
    page.wait_for_url("**/recovery-codes")
    page.context.clear_cookies()
    page.goto(f"{home}/sign-in")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("alert").get_by_text("offered no passkey").wait_for()
    assert page.url.startswith(f"{home}/sign-in")


def test_an_app_is_added_by_its_key_and_asked_for_at_the_next_sign_in(page, home, olga, axe):
    sign_in(page, home)
    page.goto(f"{home}/account/security")
    page.get_by_role("link", name="Add an authenticator app").click()
    assert axe(page) == []
    secret = page.locator("main code").first.inner_text().replace(" ", "")
    page.get_by_label("Code", exact=True).fill(code_now(secret=secret))
    page.get_by_role("button", name="Use this app").click()
    page.wait_for_url("**/recovery-codes")
    codes = page.locator("#codes li").all_inner_texts()
    page.context.clear_cookies()
    sign_in(page, home)
    page.wait_for_url("**/sign-in/code")
    assert axe(page) == []
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Go on").click()
    page.get_by_text("was not accepted").first.wait_for()
    page.get_by_label("Code", exact=True).fill(codes[0])
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{home}/")


def test_an_invitation_becomes_a_password_and_a_first_page_on_a_phone(
    page, open_page, home, olga, clock, axe, sideways
):
    sign_in(page, home)
    page.goto(f"{home}/settings/people")
    page.get_by_role("link", name="Invite a person").click()
    page.get_by_label("Name").fill("Jan Ż" + "ó" * 40)
    page.get_by_label("E-mail address").fill("jan@example.test")
    page.get_by_label("Bookkeeper").check()
    page.get_by_label("Language").select_option("pl")
    assert axe(page) == []
    page.get_by_role("button", name="Invite").click()
    page.wait_for_url("**/settings/people")
    assert axe(page) == []
    run_due_jobs(now=clock.now())
    [mail] = SENT
    link = next(word for word in mail.text.split() if "/invitation/" in word)

    phone = open_page(size=PHONE, language="en")
    phone.goto(link)
    assert "Atelier Norte" in phone.locator("h1").inner_text()
    assert axe(phone) == []
    assert sideways(phone) == 0
    phone.get_by_label("Nowe hasło").fill(PASSWORD)
    phone.get_by_role("button", name="Zacznij pracę").click()
    phone.wait_for_url(f"{home}/")
    assert phone.locator("html").get_attribute("lang") == "pl"
    phone.goto(link)
    assert phone.get_by_role("heading", name="zaproszenie").is_visible() or "not open" in phone.content()


def test_a_forgotten_password_is_replaced_by_mail(page, home, olga, clock, axe):
    page.goto(f"{home}/sign-in")
    page.get_by_role("link", name="Forgot your password?").click()
    assert axe(page) == []
    page.get_by_label("E-mail address").fill("olga@example.test")
    page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()
    run_due_jobs(now=clock.now())
    page.goto(next(word for word in SENT[0].text.split() if "/reset-password/" in word))
    assert axe(page) == []
    page.get_by_label("New password").fill("another good password")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/sign-in")
    page.get_by_label("E-mail address").fill("olga@example.test")
    page.get_by_label("Password").fill("another good password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{home}/")
