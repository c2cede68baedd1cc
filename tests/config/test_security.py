"""Every address, walked by those who have no business there: another tenant, nobody, a reader, another customer.

The addresses are read from the URL table, so that a page that is added is walked too.
"""

from __future__ import annotations

import json
import logging
import re
from io import StringIO
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.module_loading import import_string

from saldo.base.people.actions import create_api_key
from saldo.kernel.references import new_id
from tests.config.walk import FILLED, MACHINES, Address, Site, addresses, is_page, names_alice, walked, within
from tests.factories.customers import make_customer
from tests.factories.staff import browser_of


def test_another_tenants_owner_gets_404_everywhere_and_changes_nothing(site: Site) -> None:
    charlie, before, wrong = browser_of(site.charlies, site.clock), site.state(), []
    for one, method, answer in walked(site, charlie, is_page):
        if names_alice(answer) or (one.has_id and answer.status_code not in (404, 405)):
            wrong.append((method, one.route, answer.status_code))
    assert wrong == []
    assert site.state() == before


def test_what_another_tenant_names_in_a_form_does_not_exist(site: Site) -> None:
    charlie, before, values = browser_of(site.charlies, site.clock), site.state(), site.values
    own = make_customer(site.charlies, site.clock)
    for path in (f"/invoices/new?customer={values['customer_id']}", f"/payments/new?customer={values['customer_id']}"):
        answer = charlie.post(path, {**FILLED, "customer": values["customer_id"]})
        assert answer.status_code in (404, 422)
        assert not names_alice(answer)
    said = {**FILLED, "id": str(new_id()), f"item-{values['invoice_id']}": "1.00"}
    charlie.post(f"/payments/new?customer={own}", said)
    assert charlie.post("/choose-company", {"tenant_id": str(site.house.tenant_id)}).status_code == 404
    assert site.state() == before


def test_nobody_is_let_in_anywhere_and_changes_nothing(site: Site) -> None:
    site.values["token"] = "x" * 48
    before, wrong = site.state(), []
    for one, method, answer in walked(site, Client(), lambda one: is_page(one) or one.namespace in MACHINES):
        allowed = {302} if is_page(one) else {400, 401, 404, 405}
        if answer.status_code not in allowed or names_alice(answer):
            wrong.append((method, one.route, answer.status_code))
        elif answer.status_code == 302 and not answer["Location"].startswith("/sign-in?"):
            wrong.append((method, one.route, answer["Location"]))
    assert wrong == []
    assert site.state() == before


def test_who_may_only_read_is_refused_every_post_and_changes_nothing(site: Site) -> None:
    rita, before, wrong = browser_of(site.house, site.clock, "read_only"), site.state(), []
    for one, method, answer in walked(site, rita, is_page, methods=("POST", "PUT", "DELETE")):
        if answer.status_code not in ((403, 405) if method == "POST" else (403, 404, 405)):
            wrong.append((method, one.route, answer.status_code))
    assert wrong == []
    assert site.state() == before


def test_who_may_only_read_changes_nothing_by_looking(site: Site) -> None:
    rita, before, wrong = browser_of(site.house, site.clock, "read_only"), site.state(), []
    for one, _method, answer in walked(site, rita, is_page, methods=("GET",)):
        if answer.status_code not in (200, 302, 403, 404, 405, 409, 422):
            wrong.append((one.route, answer.status_code))
    assert wrong == []
    assert site.state() == before


def test_a_program_of_another_tenant_gets_404_and_changes_nothing(site: Site, frame_of: Any) -> None:
    scopes = ["customers:write", "invoices:write", "payments:write"]
    with frame_of(site.charlies.tenant_id):
        token = create_api_key("spy", scopes=scopes, actor=site.charlies.alice)[1]
    before, wrong = site.state(), []
    for one, method, answer in walked(site, Client(), within("api"), Authorization=f"Bearer {token}"):
        if names_alice(answer) or (one.has_id and answer.status_code not in (404, 405, 422)):
            wrong.append((method, one.route, answer.status_code))
    assert wrong == []
    line = {"description": "x", "unit_price": "1", "tax_code": "NONE"}
    dana, invoice = site.values["customer_id"], site.values["invoice_id"]
    amount = {"amount": "1.00", "currency": "EUR"}
    for path, body in (
        ("invoices", {"customer_id": dana, "lines": [line]}),
        ("payments", {"customer_id": dana, "amount": amount, "method": "transfer", "received_on": "2026-03-02"}),
        (f"invoices/{invoice}/credit", {"reason": "x"}),
        (f"invoices/{invoice}/issue", {}),
        (f"payments/{site.values['payment_id']}/reverse", {"reason": "x"}),
    ):
        sent = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        answer = Client().post(f"/api/v1/{path}", json.dumps(body), content_type="application/json", headers=sent)
        assert answer.status_code in (404, 422), (path, answer.content)
    assert site.state() == before


def test_a_program_that_may_only_read_is_refused_every_change(site: Site, frame_of: Any) -> None:
    scopes = ["customers:read", "invoices:read", "payments:read"]
    with frame_of(site.house.tenant_id):
        token = create_api_key("reader", scopes=scopes, actor=site.house.alice)[1]
    before, wrong = site.state(), []
    for one, method, answer in walked(site, Client(), within("api"), Authorization=f"Bearer {token}"):
        if method not in ("GET", "HEAD") and answer.status_code < 400:
            wrong.append((method, one.route, answer.status_code))
    assert wrong == []
    assert site.state() == before


def test_another_customers_link_shows_and_changes_nothing_of_dana(site: Site) -> None:
    site.values["token"] = site.stranger
    before, wrong = site.state(), []
    for one, method, answer in walked(site, Client(), within("portal")):
        text = answer.content.decode("utf-8", "replace")
        if "Marlow" in text or "100.00" in text or (one.has_id and answer.status_code not in (404, 405)):
            wrong.append((method, one.route, answer.status_code))
    assert wrong == []
    assert site.state() == before


def test_every_form_of_the_console_asks_for_its_own_token(site: Site) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser_of(site.house, site.clock).cookies
    before = site.state()
    answers = list(walked(site, strict, lambda one: is_page(one) or one.namespace == "ui", methods=("POST",)))
    assert [(one.route, answer.status_code) for one, _, answer in answers if answer.status_code not in (403, 405)] == []
    for path in ("/sign-in", "/sign-out", "/choose-company"):
        assert strict.post(path, {"username": "x", "password": "y"}).status_code == 403
    assert site.state() == before


def everywhere(one: Address) -> bool:
    """Every address but those that end a session."""
    return one.name != "sign_out"


GET = ("GET",)
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
OUTSIDE = re.compile(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=[\"'](?:https?:)?//", re.IGNORECASE)


FRAMED_MAILS = {"show_sample_mail", "show_sent_mail"}
"""Mails as they are sent, with the styles that mails need, in a frame of ours without any script."""


def test_every_page_has_its_headers_and_nothing_inline_or_from_elsewhere(site: Site) -> None:
    alice, wrong = browser_of(site.house, site.clock), []
    answers = list(walked(site, alice, everywhere, methods=("GET",)))
    pages = [(one.route, answer) for one, _method, answer in answers if one.name not in FRAMED_MAILS]
    for mail in (answer for one, _method, answer in answers if one.name in FRAMED_MAILS and answer.status_code == 200):
        policy = mail.headers["Content-Security-Policy"]
        assert "script-src 'none'" in policy and "frame-ancestors 'self'" in policy and "form-action 'none'" in policy
    pages += [(path, alice.get(path)) for path in ("/nowhere", "/sign-in?next=/customers")]
    pages += [(path, Client().get(path)) for path in ("/sign-in", "/p/nothing/", "/customers", "/api/v1/invoices")]
    for route, answer in pages:
        policy = answer.headers.get("Content-Security-Policy", "")
        strict = "default-src 'none'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
        if not strict or answer.headers.get("X-Content-Type-Options") != "nosniff":
            wrong.append((route, "policy", policy))
        if answer.headers.get("Referrer-Policy") not in ("same-origin", "no-referrer"):
            wrong.append((route, "referrer", answer.headers.get("Referrer-Policy")))
        if answer.headers.get("X-Frame-Options") != "DENY":
            wrong.append((route, "framing", ""))
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            text = answer.content.decode()
            wrong += [(route, "inline", found[0]) for found in [INLINE.search(text), OUTSIDE.search(text)] if found]
    assert wrong == []


def test_pages_of_signed_in_people_are_kept_by_no_cache(site: Site) -> None:
    alice, wrong = browser_of(site.house, site.clock), []
    for one, _method, answer in walked(site, alice, lambda one: is_page(one) or one.namespace == "portal", methods=GET):
        kept = answer.headers.get("Cache-Control", "")
        if answer.status_code < 400 and "no-store" not in kept and "private" not in kept:
            wrong.append((one.route, kept))
    assert wrong == []


def test_no_secret_of_an_address_stands_in_the_log(site: Site, settings: Any) -> None:
    """Asked of the handler of the settings, which all loggers write through."""
    written = StringIO()
    config = {**settings.LOGGING, "version": 1}
    handler = logging.StreamHandler(written)
    for name in config["handlers"]["console"]["filters"]:
        handler.addFilter(import_string(config["filters"][name]["()"])())
    logging.getLogger().addHandler(handler)
    try:
        for token in ("SECRET" + "x" * 40, site.stranger):
            site.values["token"] = token
            list(walked(site, Client(), lambda one: "token" in one.route))
            Client().get(f"/p/{token}/no-such-page/")
            Client().get(f"/p/{token}")
            logging.getLogger("x").error(
                "Internal Server Error: %s", f"/p/{token}/", exc_info=ValueError(f"/p/{token}/")
            )
    finally:
        logging.getLogger().removeHandler(handler)
    assert "/p/…" in written.getvalue()
    assert "/webhooks/…" in written.getvalue()
    assert "SECRETxxx" not in written.getvalue()
    assert site.stranger not in written.getvalue()


def test_no_address_or_password_of_a_person_stands_in_the_log(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for _time in range(2):
        Client().post("/sign-in", {"username": "nina@example.test", "password": "hunter2hunter2"})
    assert "hunter2" not in caplog.text
    assert "nina@example.test" not in caplog.text


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "\thttps://evil.example"],
)
def test_signing_in_and_choosing_a_look_lead_nowhere_else(site: Site, target: str) -> None:
    alice = browser_of(site.house, site.clock)
    for path, data in (("/sign-in?next=", {}), ("/ui/look", {"next": target, "theme": "dark"})):
        answer = alice.post(path, data) if data else alice.get("/sign-in", {"next": target})
        assert answer.status_code == 302
        assert answer["Location"] in ("/", "/today")
    link = f"/p/{site.values['token']}/"
    assert Client().post(f"{link}language/", {"language": "en", "next": target})["Location"] == link


def test_a_session_is_new_after_signing_in_and_gone_after_signing_out(site: Site) -> None:
    browser_of(site.house, site.clock)
    email = f"owner-{site.house.tenant_id.hex}@example.test"
    client = Client()
    client.cookies["sessionid"] = planted = "a" * 32
    answer = client.post("/sign-in", {"username": email, "password": "correct horse battery"})
    assert answer.status_code == 302
    given = client.cookies["sessionid"]
    assert given.value != planted
    assert given["httponly"]
    assert given["samesite"] == "Lax"
    stolen = Client()
    stolen.cookies["sessionid"] = given.value
    assert stolen.get("/customers").status_code == 200
    client.post("/sign-out")
    assert stolen.get("/customers").status_code == 302


def test_who_is_no_member_any_more_sees_nothing_at_once(site: Site, owner_connection: Any) -> None:
    alice = browser_of(site.house, site.clock)
    assert alice.get("/customers").status_code == 200
    owner_connection.execute("UPDATE people_membership SET is_active = false")
    assert alice.get("/customers").status_code == 403


def test_a_forged_host_is_refused(site: Site) -> None:
    for path in ("/sign-in", f"/p/{site.values['token']}/", "/healthz"):
        assert Client().get(path, headers={"Host": "evil.example"}).status_code == 400


def test_odd_words_in_a_search_are_answered(site: Site) -> None:
    alice, wrong = browser_of(site.house, site.clock), []
    alice.raise_request_exception = False
    for path in (
        "/customers?q=",
        "/find?q=",
        "/invoices?q=",
        "/payments?q=",
        "/payments?reference=",
        "/payments/new?q=",
    ):
        for words in ("%00", "a%00b", "%ED%A0%80", "%27%3B--", "%25%5F", "x" * 5000, "%E2%80%AE"):
            answer = alice.get(path + words)
            if answer.status_code not in (200, 302, 400, 422):
                wrong.append((path, words[:10], answer.status_code))
    assert wrong == []


def test_odd_characters_in_a_form_are_answered(site: Site) -> None:
    alice, wrong = browser_of(site.house, site.clock), []
    alice.raise_request_exception = False
    odd = {name: f"{value}\x00\r\nBcc: x@evil.example" for name, value in FILLED.items()}
    for one in filter(lambda one: is_page(one) or one.namespace in ("portal", "ui"), addresses()):
        cache.clear()
        if alice.post(one.path(site.values), odd).status_code >= 500:
            wrong.append(one.route)
    for path in ("/sign-in", "/choose-company"):
        if alice.post(path, {"username": "a\x00b", "password": "\x00", "tenant_id": "\x00"}).status_code >= 500:
            wrong.append(path)
    anonymous = Client(raise_request_exception=False)
    assert anonymous.post("/sign-in", {"username": "a\x00b", "password": "\x00"}).status_code < 500
    assert wrong == []


def test_odd_values_in_an_address_are_answered(site: Site) -> None:
    alice, wrong = browser_of(site.house, site.clock), []
    odd = ("%00", "nonsense", "-1", "9" * 40, "0001-01-01", "9999-12-31", "2026-13-45", "' OR 1=1", "NaN")
    names = ("after", "before", "cursor", "on", "known_at", "customer", "invoice", "state", "shown", "limit", "lines")
    alice.raise_request_exception = False
    for one in addresses():
        if one.namespace in ("api", "people", "webhooks", "inbound") or one.name == "healthz":
            continue
        for value in odd:
            cache.clear()
            answer = alice.get(one.path(site.values) + "?" + "&".join(f"{name}={value}" for name in names))
            if answer.status_code >= 500:
                wrong.append((one.route, value))
    assert wrong == []


def test_a_huge_body_is_refused_and_kept_nowhere(site: Site) -> None:
    alice, before = browser_of(site.house, site.clock), site.state()
    huge = "x" * 3_000_000
    alice.raise_request_exception = False
    assert alice.post("/customers/new", {"name": huge}).status_code in (400, 413)
    assert alice.post("/customers/new", {f"f{n}": "x" for n in range(2000)}).status_code in (400, 413)
    assert Client().post(f"/p/{site.values['token']}/pay/", {"how": huge}).status_code in (400, 413)
    for path in ("/webhooks/wh_x/", "/inbound/mail/in_x/"):
        assert Client().post(path, huge, content_type="text/plain").status_code in (400, 404, 413)
    assert site.state() == before


@pytest.mark.parametrize("path", ["/static/../settings.py", "/static/%2e%2e/%2e%2e/etc/passwd", "/static//etc/passwd"])
def test_no_path_leads_out_of_the_static_files(site: Site, path: str) -> None:
    assert Client().get(path).status_code in (301, 302, 400, 404)
