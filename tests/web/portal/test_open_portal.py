"""The address is the way in, and the only one."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from saldo.base.tenants.frame import frame
from saldo.customers.actions import revoke_portal_links
from saldo.customers.queries import portal_token_of
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer


def body_of(answer):
    """The page without the one thing that is random on every page."""
    return re.sub(r"x-csrftoken[^}]*", "", answer.content.decode())


def test_a_link_shows_the_customers_account(client, link, issued):
    issued("1000.00")
    page = client.get(link)
    assert page.status_code == 200
    assert "What Marlow &amp; Finch owes Atelier Norte" in body_of(page)


def test_every_answer_keeps_the_address_to_itself(client, link):
    for path in (link, "/p/nobody/", f"{link}documents/"):
        headers = client.get(path).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"), str.lower, str.strip]
)
def test_a_tampered_link_costs_no_query_but_the_brake_s(client, link, change):
    token = link.split("/")[2]
    changed = change(token)
    if changed == token:
        changed = token + "A"
    with CaptureQueriesContext(connection) as queries:
        page = client.get(f"/p/{changed}/")
    assert page.status_code == 404
    assert [one["sql"] for one in queries if "saldo_cache" not in one["sql"]] == []
    assert len(queries) <= 2


def test_tampered_unknown_expired_and_revoked_links_give_the_same_calm_page(
    client, house, clock, link, link_of, issued
):
    issued("1000.00")
    other = make_customer(house, clock)
    revoked = link_of(other)
    with frame(house.tenant_id, clock=clock):
        revoke_portal_links([other], actor=house.alice)
    unknown = f"/p/{portal_token_of(new_id())}/"
    pages = [client.get("/p/tampered/"), client.get(unknown), client.get(revoked)]
    clock.advance(days=121)
    pages.append(client.get(link))
    assert {page.status_code for page in pages} == {404}
    assert len({body_of(page) for page in pages}) == 1
    assert "Marlow" not in body_of(pages[-1])
    assert "no longer valid" in body_of(pages[-1])


def test_a_revoked_link_opens_no_page_of_the_portal(client, house, clock, dana, link, issued):
    invoice = issued("1000.00")
    with frame(house.tenant_id, clock=clock):
        revoke_portal_links([dana], actor=house.alice)
    for path in ("", "documents/", f"documents/{invoice}/", f"documents/{invoice}/pdf/", f"paid/{new_id()}/"):
        page = client.get(link + path)
        assert page.status_code == 404
        assert "1,000" not in body_of(page)
    assert client.post(f"{link}pay/", {"how": "all"}).status_code == 404


def test_a_customer_sees_only_their_own(client, house, clock, link, link_of, issued):
    invoice = issued("1000.00")
    stranger = link_of(make_customer(house, clock, name="Stranger"))
    assert "1,000" not in body_of(client.get(stranger))
    assert client.get(f"{stranger}documents/{invoice}/").status_code == 404
    assert client.get(f"{stranger}documents/{invoice}/pdf/").status_code == 404
    assert client.get(f"{link}documents/{invoice}/").status_code == 200


def test_another_tenants_invoice_does_not_exist(client, charlies_house, clock, link_of, issued):
    invoice = issued("1000.00")
    foreign = link_of(make_customer(charlies_house, clock), of=charlies_house)
    assert client.get(foreign).status_code == 200
    assert client.get(f"{foreign}documents/{invoice}/").status_code == 404


def test_wrong_links_are_braked_and_right_ones_are_not(client, link):
    answers = [client.get("/p/guess/").status_code for _ in range(31)]
    assert answers[:30] == [404] * 30
    assert answers[30] == 429
    assert client.get(link).status_code == 200


def test_posts_are_braked(client, link):
    answers = [client.post(f"{link}language/", {"language": "en"}).status_code for _ in range(21)]
    assert answers == [302] * 20 + [429]


def test_the_language_is_kept_in_a_cookie_of_the_portal(client, link, settings, monkeypatch):
    monkeypatch.setattr("saldo.web.portal.queries.spoken_languages", lambda: (("en", "English"), ("pl", "Polski")))
    answer = client.post(f"{link}language/", {"language": "pl", "next": f"{link}documents/"})
    assert answer.headers["Location"] == f"{link}documents/"
    assert client.cookies["portal_language"]["path"] == "/p/"
    assert '<html lang="pl"' in body_of(client.get(link))


def test_the_language_switch_leads_nowhere_else(client, link):
    answer = client.post(f"{link}language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == link


def test_no_form_of_the_portal_needs_a_cookie(client, link):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"{link}language/", {"language": "en"}, headers={"Origin": "null"})
    assert answer.status_code == 302
