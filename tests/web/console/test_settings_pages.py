"""The settings: an index of calm sections, and behind it numbers, taxes, methods, mail, keys and the audit trail."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest

from saldo.base.audit.actions import AuditLine, record, seal_audit
from saldo.base.audit.queries import RecordFilter, find_records
from saldo.base.numbering.actions import change_series
from saldo.correspondence.models import StaffMessage
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id
from saldo.payments.queries import gateway_accounts
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued, today
from tests.factories.payments import make_gateway
from tests.factories.staff import browser_of, few_queries, typed

PAGES = ["/settings", "/settings/numbers", "/settings/numbers/invoice", "/settings/taxes", "/settings/methods"]
PAGES += ["/settings/methods/new", "/settings/mail", "/settings/audit", "/settings/audit.csv", "/settings/keys"]


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def customer(house, clock):
    return make_customer(house, clock, number="C-1", name="Casa Mirlo")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_takes_few_queries_and_is_the_owner_s(alice, house, clock, path):
    with few_queries():
        assert alice.get(path).status_code == 200
    for role in ("collector", "read_only"):
        assert browser_of(house, clock, role).get(path).status_code == 403


def test_the_index_says_how_everything_stands(alice, house, clock, customer):
    make_issued(house, clock, customer)
    page = alice.get("/settings").text
    for words in ("Atelier Norte, Lda", "The next invoice is FT 2026/002", "Off: mail reaches customers", "4 steps"):
        assert words in page


# Numbers


def test_a_pattern_changes_for_the_future_and_goes_on_behind_what_was_used(alice, house, clock, customer, frame_of):
    make_issued(house, clock, customer)
    page = alice.get("/settings/numbers/invoice")
    assert "first_number" not in page.context["form"].fields
    answer = alice.post("/settings/numbers/invoice", typed(page, pattern="INV-{year}-{number:04d}"))
    assert answer.status_code == 302
    assert "INV-2026-0002" in alice.get("/settings/numbers").text
    make_issued(house, clock, customer)
    with frame_of(house.tenant_id):
        [made] = find_records(house.tenant_id, RecordFilter(action="change_series")).records
    assert (made.before, made.after) == (
        {"pattern": "FT {year}/{number:03d}"},
        {"pattern": "INV-{year}-{number:04d}", "next_number": 2},
    )


def test_a_year_that_becomes_letters_writes_no_number_twice(alice, house, clock, customer, frame_of):
    for _time in range(3):
        make_issued(house, clock, customer)
    with frame_of(house.tenant_id):
        change_series(
            house.entity_id,
            kind="invoice",
            pattern="FT 2026/{number:03d}",
            first_number=None,
            on=today(house),
            actor=house.alice,
        )
    assert "FT 2026/004" in alice.get("/settings/numbers").text
    make_issued(house, clock, customer)


def test_a_series_that_is_unused_may_begin_where_another_program_stopped(alice, house, clock, customer, frame_of):
    data = typed(alice.get("/settings/numbers/invoice"), first_number="214")
    assert alice.post("/settings/numbers/invoice", data).status_code == 302
    assert "FT 2026/214" in alice.get("/settings/numbers").text
    make_issued(house, clock, customer)
    with frame_of(house.tenant_id), pytest.raises(BadInput) as refusal:
        change_series(
            house.entity_id,
            kind="invoice",
            pattern="FT {year}/{number:03d}",
            first_number=300,
            on=today(house),
            actor=house.alice,
        )
    assert (refusal.value.code, refusal.value.field) == ("numbers_used", "first_number")


@pytest.mark.parametrize(
    "pattern", ["INV", "{number}{number}", "{month}-{number}", "{number", "{year}/{year}/{number}"]
)
def test_a_pattern_without_a_number_is_refused_at_its_field(alice, pattern):
    answer = alice.post("/settings/numbers/invoice", typed(alice.get("/settings/numbers/invoice"), pattern=pattern))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["pattern"]


def test_a_kind_that_does_not_exist_is_not_found(alice):
    assert alice.get("/settings/numbers/dreams").status_code == 404


# Methods


def test_a_gateway_is_connected_once_its_address_shown_this_once_and_disconnected(alice, house, frame_of):
    page = alice.get("/settings/methods/new")
    data = typed(page, name="Cards", plugin="simulator", settings="api_url=http://127.0.0.1:1\napi_key=sk_x")
    shown = alice.post("/settings/methods/new", data)
    assert "/webhooks/wh_" in shown.text
    assert "/webhooks/wh_" not in alice.post("/settings/methods/new", data).text
    listed = alice.get("/settings/methods").text
    assert "A simulator: no money moves" in listed
    assert "sk_x" not in listed
    with frame_of(house.tenant_id):
        [account] = gateway_accounts(house.tenant_id, house.entity_id)
    assert account.config["api_key"] == "sk_x"
    for _time in range(2):
        assert alice.post(f"/settings/methods/{account.id}/disconnect").status_code == 302
    assert "No gateway is connected" in alice.get("/settings/methods").text
    with frame_of(house.tenant_id):
        assert len(find_records(house.tenant_id, RecordFilter(action="disconnect_gateways")).records) == 1


def test_settings_of_a_gateway_that_are_no_pairs_are_refused(alice):
    data = typed(alice.get("/settings/methods/new"), name="Cards", plugin="simulator", settings="just words")
    answer = alice.post("/settings/methods/new", data)
    assert answer.status_code == 422
    assert "name=value" in str(answer.context["form"].errors["settings"])


def test_another_account_s_gateway_cannot_be_disconnected(alice, charlies_house, clock, frame_of):
    account_id, _address = make_gateway(charlies_house, clock)
    assert alice.post(f"/settings/methods/{account_id}/disconnect").status_code == 404
    with frame_of(charlies_house.tenant_id):
        assert len(gateway_accounts(charlies_house.tenant_id, charlies_house.entity_id)) == 1


# Mail


def test_mail_says_through_what_it_goes_and_hides_the_password(alice, settings):
    settings.SALDO_SMTP_URL = "smtp://saldo:s3cret@mail.example:587?tls=starttls"
    page = alice.get("/settings/mail").text
    assert "mail.example:587" in page
    assert "s3cret" not in page
    settings.SALDO_SMTP_URL = "smtp://mail.example:port"
    assert "port of SALDO_SMTP_URL" in alice.get("/settings/mail").text
    settings.SALDO_SMTP_URL = ""
    assert "all mail is held" in alice.get("/settings/mail").text


def test_a_test_message_goes_to_whoever_asks(alice, house, frame_of, settings):
    settings.SALDO_SMTP_URL = "memory:"
    assert alice.post("/settings/mail").status_code == 302
    with frame_of(house.tenant_id):
        [one] = StaffMessage.objects.filter(tenant_id=house.tenant_id)
    assert one.recipient_email.startswith("owner-")


# Audit


def test_the_trail_is_narrowed_paged_and_says_what_is_sealed(alice, house, clock, frame_of):
    thing = new_id()
    for number in range(120):
        clock.advance(minutes=1)
        with frame_of(house.tenant_id):
            lines = [AuditLine("thing", thing if number % 2 else new_id(), {"n": number}, {"n": number + 1, "same": 1})]
            record("change_thing", lines, actor=house.bob if number < 60 else house.alice)
    with frame_of(house.tenant_id):
        seal_audit(up_to=clock.now() - timedelta(minutes=30), actor=house.night)
    with few_queries():
        page = alice.get("/settings/audit", {"what": "change_thing"})
    assert len(page.context["rows"]) == 50
    assert page.context["rows"][0]["changes"] == [("n", "119", "120"), ("same", "", "1")]
    assert [row["is_sealed"] for row in page.context["rows"]] == [False] * 31 + [True] * 19
    seen = [row["record"].id for row in page.context["rows"]]
    while page.context["next_cursor"]:
        page = alice.get("/settings/audit", {"what": "change_thing", "after": page.context["next_cursor"]})
        seen += [row["record"].id for row in page.context["rows"]]
    assert len(seen) == len(set(seen)) == 120
    assert len(alice.get("/settings/audit", {"who": "bob", "what": "change_thing"}).context["rows"]) == 50
    assert {
        row["record"].subject_id for row in alice.get("/settings/audit", {"subject": str(thing)}).context["rows"]
    } == {thing}
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    assert alice.get("/settings/audit", {"since": tomorrow}).context["rows"] == []
    assert alice.get("/settings/audit", {"after": "nonsense"}).status_code == 422
    assert alice.get("/settings/audit", {"since": "yesterday", "subject": "x"}).status_code == 200


def test_the_trail_is_downloaded_without_formulas(alice, house, frame_of):
    with frame_of(house.tenant_id):
        record("change_thing", [AuditLine("thing", new_id(), None, {"n": 1})], actor=house.alice, reason="=cmd|x")
    answer = alice.get("/settings/audit.csv", {"what": "change_thing"})
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["action"], row["after"], row["reason"]) for row in rows] == [("change_thing", '{"n": 1}', "'=cmd|x")]


def test_nobody_sees_another_account_s_trail(alice, charlies_house, frame_of):
    with frame_of(charlies_house.tenant_id):
        record("secret_thing", [AuditLine("thing", new_id(), None, {"n": 1})], actor=charlies_house.alice)
    assert "secret_thing" not in alice.get("/settings/audit").text
