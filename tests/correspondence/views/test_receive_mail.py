"""Mail that came back is posted to a secret address, stored raw, and thought about by a job."""

from __future__ import annotations

import hashlib
import hmac

import pytest
from django.test import Client
from django.urls import include, path

from saldo.base.inbox.models import InboxMessage
from saldo.base.tenants.actions import issue_secret
from saldo.correspondence.actions import carry_messages, issue_inbound_address
from saldo.correspondence.queries import news_of
from saldo.correspondence.views.receive_mail import MAX_BYTES, receive_mail
from saldo.customers.queries import billing_of
from saldo.demo.mail_catcher.reports import write_report
from saldo.kernel.errors import NotPermitted

SECRET = "reports-secret"

urlpatterns = [path("inbound/", include(([path("mail/<str:token>/", receive_mail, name="receive_mail")], "inbound")))]

OPENERS = {
    "": "saldo.correspondence.views.receive_mail.open_inbound",
    "inbound": "saldo.correspondence.views.receive_mail.open_inbound",
}


@pytest.fixture
def client(settings, database) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.SALDO_FRAME_OPENERS = f"{__name__}.OPENERS"
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def address(house, frame_of) -> str:
    with frame_of(house.tenant_id):
        return issue_inbound_address(actor=house.night)


@pytest.fixture
def sent(house, frame_of, customer, make_message, send, mail_is_set, settings):
    """A receipt that Dana's mail server took."""
    settings.SALDO_SMTP_URL = f"{mail_is_set.url}?events_secret={SECRET}"
    with frame_of(house.tenant_id):
        contact_id = billing_of(house.tenant_id, [customer])[customer].contact_id
    [message_id] = send(make_message(contact_id=contact_id))
    carry_messages([message_id], actor=house.night)
    return message_id


@pytest.fixture
def post(client):
    def send(address: str, body: bytes, *, secret: str = SECRET):
        mac = hmac.new(secret.encode(), b"1772442000." + body, hashlib.sha256).hexdigest()
        signature = f"t=1772442000,v1={mac}"
        return client.post(
            address, body, content_type="message/rfc822", headers={"Saldo-Signature": signature, "Cookie": "a=b"}
        )

    return send


@pytest.fixture
def report(mail_is_set, clock) -> bytes:
    def write(status: str = "5.1.1") -> bytes:
        [mail] = mail_is_set.arrived
        return write_report(
            mail.as_bytes(),
            sender="billing@ateliernorte.example",
            recipient="dana@studiolodz.example",
            status=status,
            at=clock.now(),
        )

    return write


@pytest.fixture
def inbox(house, frame_of):
    def read() -> list[InboxMessage]:
        with frame_of(house.tenant_id):
            return list(InboxMessage.objects.order_by("received_at", "id"))

    return read


def test_mail_that_came_back_makes_a_bounce(house, frame_of, customer, address, sent, post, report, run_jobs, row_of):
    assert post(address, report()).status_code == 202
    run_jobs()
    assert row_of(sent).state == "bounced"
    assert "5.1.1" in row_of(sent).problem
    with frame_of(house.tenant_id):
        assert billing_of(house.tenant_id, [customer])[customer].bounced_at is not None


def test_the_same_report_five_times_is_one(house, frame_of, address, sent, post, report, run_jobs, inbox):
    body = report()
    assert [post(address, body).status_code for _ in range(5)] == [202] * 5
    run_jobs()
    assert len(inbox()) == 1
    with frame_of(house.tenant_id):
        assert [one.kind for one in news_of(house.tenant_id, [sent])[sent]] == ["accepted", "bounced"]


def test_what_is_stored_is_what_came_in_without_cookies(address, sent, post, report, inbox):
    body = report()
    post(address, body)
    [stored] = inbox()
    assert bytes(stored.body) == body
    assert set(stored.headers) == {"Content-Type", "Saldo-Signature"}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda body: b"Subject: hello\n\nWhere is my invoice?\n", "not_a_report"),
        (lambda body: body.replace(b"@ateliernorte.example>", b"@elsewhere.example>"), "unknown_message"),
        (lambda body: b"\x00\xff", "not_a_report"),
    ],
)
def test_mail_that_belongs_to_nothing_is_kept_and_marked(
    address, sent, post, report, run_jobs, inbox, row_of, change, problem
):
    post(address, change(report()))
    run_jobs()
    [stored] = inbox()
    assert (stored.problem, stored.handled_at is not None) == (problem, True)
    assert row_of(sent).state == "accepted"


def test_a_forged_report_is_kept_and_changes_nothing(address, sent, post, report, run_jobs, inbox, row_of):
    assert post(address, report(), secret="guessed").status_code == 202
    run_jobs()
    assert [stored.problem for stored in inbox()] == ["unreadable: bad_signature"]
    assert row_of(sent).state == "accepted"


@pytest.mark.parametrize("token", ["in_guessed", "x", "in_"])
def test_an_address_that_was_never_issued_does_not_exist(post, sent, report, inbox, token):
    assert post(f"/inbound/mail/{token}/", report()).status_code == 404
    assert inbox() == []


def test_a_secret_that_opens_something_else_is_no_address(house, frame_of, post, sent, report, inbox):
    with frame_of(house.tenant_id):
        _, token = issue_secret(prefix="sk_", actor=house.alice)
    assert post(f"/inbound/mail/{token}/", report()).status_code == 404
    assert inbox() == []


def test_another_tenants_address_reaches_none_of_our_messages(
    charlies_house, frame_of, sent, post, report, run_jobs, row_of
):
    with frame_of(charlies_house.tenant_id):
        foreign = issue_inbound_address(actor=charlies_house.night)
    assert post(foreign, report()).status_code == 202
    run_jobs()
    assert row_of(sent).state == "accepted"


def test_what_is_too_large_is_refused(address, post, inbox):
    assert post(address, b"x" * (MAX_BYTES + 1)).status_code == 413
    assert inbox() == []


def test_it_is_only_posted_to(client, address):
    assert client.get(address).status_code == 405


def test_only_an_owner_opens_such_an_address(house, frame_of):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        issue_inbound_address(actor=house.bob)
