"""Inviting, joining, changing and leaving, as browsers do it; and a password that was forgotten."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.test import Client

from saldo.base.events.actions import run_due_jobs
from saldo.base.people.actions import admit_member
from saldo.base.people.models import Membership, User
from saldo.plugins.channels.memory import SENT
from tests.factories.staff import browser_of

PASSWORD = "correct horse battery"
ERIK = {"name": "Erik Nowak", "email": "erik@example.test", "role": "bookkeeper", "language": "en"}


@pytest.fixture(autouse=True)
def mail(settings, clock):
    settings.SALDO_CLOCK = clock
    settings.SALDO_SMTP_URL = "memory://"
    settings.SALDO_BASE_URL = "https://saldo.example.test"
    cache.clear()
    SENT.clear()


@pytest.fixture
def alice(house, clock):
    return browser_of(house, clock)


def link_in(message, name="invitation"):
    for body in (message.text, message.html):
        found = re.findall(rf"https://saldo\.example\.test(/{name}/[\w:%=-]+)", body)
    return found[0]


def invited(alice, clock, **changes):
    answer = alice.post("/settings/people/invite", {**ERIK, **changes})
    assert answer.status_code == 302
    run_due_jobs(now=clock.now())
    return link_in(SENT[-1])


def test_an_invited_person_chooses_a_password_and_begins(alice, clock):
    link = invited(alice, clock)
    assert SENT[0].recipients[0].address == "erik@example.test"
    assert SENT[0].subject == "Alice invites you to Atelier Norte"
    assert "Bookkeeper" in SENT[0].text
    erik = Client()
    page = erik.get(link).text
    assert "Atelier Norte" in page and "erik@example.test" in page
    assert erik.post(link, {"name": "Erik", "password": "short"}).status_code == 422
    assert erik.post(link, {"name": "Erik N.", "password": PASSWORD})["Location"] == "/"
    assert "Bookkeeper" in erik.get("/customers").text
    assert User.objects.get(email="erik@example.test").name == "Erik N."
    assert Client().get(link).status_code == 404
    other = Client()
    other.post("/sign-in", {"username": "erik@example.test", "password": PASSWORD})
    assert other.get("/customers").status_code == 200


def test_until_then_nobody_signs_in_with_the_account(alice, clock):
    invited(alice, clock)
    erik = Client()
    for password in ("", "!", PASSWORD):
        assert erik.post("/sign-in", {"username": "erik@example.test", "password": password}).status_code == 200
    erik.post("/forgot-password", {"email": "erik@example.test"})
    run_due_jobs(now=clock.now())
    assert len(SENT) == 1


def test_the_link_is_kept_nowhere(alice, clock, owner_connection):
    link = invited(alice, clock)
    token = link.rpartition("/")[2]
    alice.post("/settings/people/invite", {**ERIK, "email": "waits@example.test"})
    for table in ("correspondence_staffmessage", "procrastinate_jobs", "people_membership", "audit_auditrecord"):
        rows = owner_connection.execute(f"SELECT t::text FROM {table} t").fetchall()
        assert rows != []
        assert not any(token in row[0] for row in rows)


def test_inviting_again_replaces_the_link(alice, clock):
    first, second = invited(alice, clock), invited(alice, clock, role="collector")
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert Membership.objects.filter(user__email="erik@example.test").count() == 1


def test_a_withdrawn_invitation_opens_nothing_and_is_not_mailed(alice, clock):
    alice.post("/settings/people/invite", ERIK)
    member = Membership.objects.get(user__email="erik@example.test")
    page = alice.get(f"/settings/people/{member.id}").text
    link = re.search(r"https://saldo\.example\.test(/invitation/[\w:-]+)", page)[1]
    assert alice.post(f"/settings/people/{member.id}/withdraw").status_code == 302
    assert Client().get(link).status_code == 404
    run_due_jobs(now=clock.now())
    assert SENT == []
    assert "Erik" not in alice.get("/settings/people").text


def test_a_known_person_joins_with_their_own_account_only(alice, clock, charlies_house, frame_of, house):
    with frame_of(charlies_house.tenant_id):
        admit_member(
            "erik@example.test",
            name="Eriksson",
            role="owner",
            password=PASSWORD,
            language="en",
            actor=charlies_house.night,
        )
    link = invited(alice, clock, name="What Alice calls him")
    assert "Eriksson" not in alice.get("/settings/people").text
    stranger = Client()
    assert "Sign in" in stranger.get(link).text
    assert stranger.post(link, {"name": "x", "password": "another good password"}).status_code == 200
    assert "Sign out" in alice.get(link).text
    assert alice.post(link).status_code == 200
    assert not Membership.objects.get(user__email="erik@example.test", tenant_id=house.tenant_id).is_active
    erik = Client()
    answer = erik.post(f"/sign-in?next={link}", {"username": "erik@example.test", "password": PASSWORD})
    assert answer["Location"] == link
    assert erik.post(link)["Location"] == "/"
    assert erik.session["tenant_id"] == str(house.tenant_id)
    assert User.objects.get(email="erik@example.test").check_password(PASSWORD)


def test_without_a_mail_server_the_inviter_hands_the_link_over(alice, clock, settings):
    settings.SALDO_SMTP_URL = ""
    assert "hand over" in alice.get("/settings/people/invite").text
    answer = alice.post("/settings/people/invite", ERIK, follow=True)
    assert "no mail leaves" in answer.text
    link = re.search(r"https://saldo\.example\.test(/invitation/[\w:-]+)", answer.text)[1]
    assert Client().get(link).status_code == 200
    assert "No mail leaves" in Client().get("/forgot-password").text


def test_who_works_here_already_is_told_at_the_form(alice, house):
    email = f"owner-{house.tenant_id.hex}@example.test"
    answer = alice.post("/settings/people/invite", {**ERIK, "email": email})
    assert answer.status_code == 422
    assert "works here already" in answer.text


def test_the_last_owner_is_told_to_find_another_first(alice, house):
    member = Membership.objects.get(tenant_id=house.tenant_id)
    answer = alice.post(f"/settings/people/{member.id}", {"role": "owner", "then": "close"})
    assert answer.status_code == 422
    assert "Make another person an owner first" in answer.text
    assert alice.get("/customers").status_code == 200


def test_whose_access_ended_sees_nothing_at_once_and_may_come_back(alice, house, clock):
    bob = browser_of(house, clock, "collector")
    member = Membership.objects.get(role="collector")
    assert alice.post(f"/settings/people/{member.id}", {"role": "collector", "then": "close"}).status_code == 302
    assert bob.get("/customers").status_code == 403
    assert "Not working here any more" in alice.get("/settings/people").text
    alice.post(f"/settings/people/{member.id}", {"role": "read_only", "then": "open"})
    assert bob.get("/customers").status_code == 200
    assert Membership.objects.get(id=member.id).role == "read_only"


def test_a_forgotten_password_is_replaced_by_a_link_that_opens_once(alice, house, clock):
    email = f"owner-{house.tenant_id.hex}@example.test"
    answer = Client().post("/forgot-password", {"email": email.upper()})
    assert answer.status_code == 200
    run_due_jobs(now=clock.now())
    assert [one.recipients[0].address for one in SENT] == [email]
    link = link_in(SENT[0], "reset-password")
    someone = Client()
    assert someone.post(link, {"password": "short"}).status_code == 422
    assert someone.post(link, {"password": "a new long password"})["Location"] == "/sign-in"
    assert Client().get(link).status_code == 404
    assert alice.get("/customers").status_code == 302
    assert User.objects.get().check_password("a new long password")


def test_who_asks_for_a_password_learns_nothing_about_addresses(alice, house, clock):
    email = f"owner-{house.tenant_id.hex}@example.test"
    texts = set()
    for one in (email, "nobody@example.test"):
        text = Client().post("/forgot-password", {"email": one}).text.replace(one, "")
        texts.add(re.sub(r"x-csrftoken\S+ \S+", "", text))
    assert len(texts) == 1
    run_due_jobs(now=clock.now())
    assert len(SENT) == 1


def test_nobody_is_flooded_with_links(alice, house, clock):
    email = f"owner-{house.tenant_id.hex}@example.test"
    for _ in range(6):
        Client().post("/forgot-password", {"email": email})
    run_due_jobs(now=clock.now())
    assert len(SENT) == 3


@pytest.mark.parametrize("token", ["x", "-", f"{'0' * 32}-abc", "%00-1", "a" * 300])
def test_a_forged_link_sets_no_password(house, token):
    for answer in (
        Client().get(f"/reset-password/{token}"),
        Client().post(f"/reset-password/{token}", {"password": PASSWORD}),
    ):
        assert answer.status_code == 404


def test_a_mail_server_that_is_down_is_asked_again(alice, clock, settings):
    settings.SALDO_SMTP_URL = "memory://?fail=temporary"
    alice.post("/settings/people/invite", ERIK)
    with pytest.raises(Exception, match="told to fail"):
        run_due_jobs(now=clock.now())
    settings.SALDO_SMTP_URL = "memory://"
