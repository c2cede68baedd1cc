"""The company's own page: its details, its logo, its colour, and what customers would see of them."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saldo.base.audit.queries import records_of
from saldo.base.tenants.queries import get_legal_entity, list_legal_entities
from saldo.kernel.references import new_id
from tests.factories.pictures import png
from tests.factories.staff import browser_of, few_queries, typed

COMPANY = "/settings/company"


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def bob(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock, "collector")


@pytest.fixture
def entity(house, frame_of):
    def read():
        with frame_of(house.tenant_id):
            return get_legal_entity(house.tenant_id, house.entity_id)

    return read


def test_the_page_shows_details_and_preview_in_few_queries(alice):
    with few_queries():
        page = alice.get(COMPANY)
    assert "Atelier Norte, Lda" in page.text
    assert 'src="/settings/company/sample.png"' in page.text
    assert 'src="/settings/company/sample-mail"' in page.text


def test_a_logo_is_kept_shown_and_taken_away_and_the_trail_says_so(alice, house, frame_of, entity):
    data = typed(alice.get(COMPANY))
    answer = alice.post(COMPANY, {**data, "logo": SimpleUploadedFile("logo.png", png(120, 40), "image/png")})
    assert answer.status_code == 302
    first = entity().logo_id
    assert first is not None
    shown = alice.get(f"{COMPANY}/logo")
    assert (shown["Content-Type"], shown.content) == ("image/png", png(120, 40))
    assert f"{COMPANY}/logo?{first}" in alice.get(COMPANY).text
    assert alice.post(COMPANY, {**data, "removes_logo": "on"}).status_code == 302
    assert entity().logo_id is None
    assert alice.get(f"{COMPANY}/logo").status_code == 404
    with frame_of(house.tenant_id):
        records = records_of(house.tenant_id, house.entity_id)
    assert [one.action for one in records] == ["change_issuer", "change_issuer"]
    assert records[0].after == {"logo_id": str(first)}


@pytest.mark.parametrize("body", [b"MZ this is a program", b"<svg onload='alert(1)'/>", png(data=b"broken")])
def test_a_logo_that_is_no_picture_is_refused_at_its_field_and_nothing_typed_is_lost(alice, entity, body):
    data = typed(alice.get(COMPANY), name="Atelier Norte, S.A.")
    answer = alice.post(COMPANY, {**data, "logo": SimpleUploadedFile("logo.png", body, "image/png")})
    assert answer.status_code == 422
    assert "picture" in str(answer.context["form"].errors["logo"])
    assert "Atelier Norte, S.A." in answer.text
    assert (entity().logo_id, entity().name) == (None, "Atelier Norte, Lda")


def test_what_is_typed_is_tried_on_and_not_kept(alice, entity):
    data = typed(alice.get(COMPANY), brand_colour="#ffcc00", short_name="Norte", iban="nonsense")
    fragment = alice.post(f"{COMPANY}/preview", data)
    assert fragment.status_code == 200
    assert "brand_colour=%23ffcc00" in fragment.text
    assert "short_name=Norte" in fragment.text
    assert "too pale for words" in fragment.text
    without_script = alice.post(COMPANY, {**data, "do": "preview"})
    assert without_script.status_code == 200
    assert "brand_colour=%23ffcc00" in without_script.text
    assert entity().brand_colour != "#ffcc00"


def test_the_samples_are_made_of_the_details_that_the_address_names(alice):
    plain = alice.get(f"{COMPANY}/sample.png")
    assert plain["Content-Type"] == "image/png"
    assert plain.content.startswith(b"\x89PNG")
    assert plain.content != alice.get(f"{COMPANY}/sample.png", {"brand_colour": "#aa0000"}).content
    mail = alice.get(f"{COMPANY}/sample-mail", {"short_name": "<b>Norte</b>", "brand_colour": "red; x"})
    assert "&lt;b&gt;Norte&lt;/b&gt;" in mail.text
    assert "red; x" not in mail.text


def test_nothing_runs_in_the_sample_mail_and_only_we_may_frame_it(alice):
    mail = alice.get(f"{COMPANY}/sample-mail")
    policy = mail["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'none'" in policy
    assert mail["X-Frame-Options"] == "SAMEORIGIN"


def test_a_collector_sees_none_of_it(bob):
    for path in (COMPANY, f"{COMPANY}/sample.png", f"{COMPANY}/sample-mail", "/settings/companies"):
        assert bob.get(path).status_code == 403, path


def test_a_second_company_is_added_once_and_looked_at_alone(alice, house, frame_of):
    page = alice.get("/settings/companies/new")
    data = typed(page, name="Estúdio Sul, Lda", short_name="Estúdio Sul", country="ES", time_zone="Europe/Madrid")
    for _time in range(2):
        assert alice.post("/settings/companies/new", data)["Location"] == COMPANY
    with frame_of(house.tenant_id):
        assert [one.short_name for one in list_legal_entities(house.tenant_id)] == ["Atelier Norte", "Estúdio Sul"]
    assert "Estúdio Sul, Lda" in alice.get(COMPANY).text
    with few_queries():
        assert "This one is open" in alice.get("/settings/companies").text
    alice.post(f"/settings/companies/{house.entity_id}/open")
    assert "Atelier Norte, Lda" in alice.get(COMPANY).text
    assert alice.post(f"/settings/companies/{new_id()}/open").status_code == 404


def test_charlie_s_company_cannot_be_opened(alice, charlies_house):
    assert alice.post(f"/settings/companies/{charlies_house.entity_id}/open").status_code == 404
