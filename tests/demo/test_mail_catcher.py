"""The mail catcher: takes mail by SMTP, shows it safely, fails on wish."""

from __future__ import annotations

import json
import smtplib
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from tests.demo.machines import ask, eventually, running_mail_catcher, running_receiver, submit

PIXEL = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
EVIL = "<script>alert(1)</script><b>{subject}</b>"


@pytest.fixture
def catcher(tmp_path):
    with running_mail_catcher(tmp_path) as catcher:
        yield catcher


def make_mail(
    to="dana@example.test", subject="Invoice FT 2026/001", html="<p>Hello <a href='https://x.test/'>pay</a></p>"
):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Alice <alice@example.test>", to, subject
    mail["Message-ID"] = "<1@alice.example.test>"
    mail.set_content("Hello\n")
    mail.add_alternative(html, subtype="html")
    mail.add_attachment(b"%PDF-1.7 x", maintype="application", subtype="pdf", filename="FT 2026-001 ż.pdf")
    mail.add_attachment(b"<script>alert(1)</script>", maintype="text", subtype="html", filename="evil.html")
    return mail


def send(catcher, mail=None, *, sender="alice@example.test", to=("dana@example.test",)):
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as smtp:
        return smtp.sendmail(sender, list(to), (mail or make_mail()).as_bytes(policy=SMTP))


def test_mail_is_listed_and_found_by_its_recipient(catcher):
    send(catcher, to=["dana@example.test", "bob@example.test"])
    send(catcher, make_mail(subject="Another"), to=["Charlie@Example.test"])
    assert [message["subject"] for message in catcher.messages()] == ["Another", "Invoice FT 2026/001"]
    (found,) = catcher.messages(to="BOB@")
    assert found["recipients"] == ["dana@example.test", "bob@example.test"]
    assert catcher.messages(to="%") == []
    page = ask(f"{catcher.url}/?to=charlie").text
    assert "Another" in page
    assert "FT 2026/001" not in page


def test_one_mail_is_whole_in_the_list_for_tests(catcher):
    send(catcher)
    number = catcher.messages()[0]["id"]
    message = json.loads(ask(f"{catcher.url}/api/messages/{number}").body)
    assert message["message_id"] == "<1@alice.example.test>"
    assert message["text"] == "Hello\n"
    assert "<p>Hello" in message["html"]
    assert [part["name"] for part in message["attachments"]] == ["FT 2026-001 ż.pdf", "evil.html"]
    assert ask(f"{catcher.url}/api/messages/999").status == 404


def test_the_letter_is_framed_so_that_it_can_do_nothing(catcher):
    send(catcher, make_mail(html="<html><head><title>x</title></head><body><script>alert(1)</script></body></html>"))
    page = ask(f"{catcher.url}/messages/1")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page.text
    assert "<script" not in page.text
    letter = ask(f"{catcher.url}/messages/1/html")
    policy = letter.headers["content-security-policy"]
    assert "sandbox allow-popups" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy
    assert '<head><base target="_blank"><title>' in letter.text


def test_a_letters_own_picture_is_shown_inside_it(catcher):
    mail = make_mail(html='<p><img src="cid:mark"></p>')
    mail.get_payload()[0].get_payload()[1].add_related(PIXEL, maintype="image", subtype="png", cid="<mark>")
    send(catcher, mail)
    assert 'src="data:image/png;base64,iVBOR' in ask(f"{catcher.url}/messages/1/html").text


@pytest.mark.parametrize("view", ["letter", "text", "headers", "source"])
def test_no_word_of_a_mail_is_markup_on_the_page(catcher, view):
    mail = make_mail(subject=EVIL)
    mail.replace_header("From", f'"{EVIL}" <alice@example.test>')
    mail["X-Evil"] = EVIL
    mail.get_payload()[0].get_payload()[0].set_content(EVIL)
    send(catcher, mail)
    for path in ("/", f"/messages/1?as={view}"):
        page = ask(catcher.url + path)
        assert page.status == 200
        assert "<script" not in page.text
        assert "&lt;script&gt;" in page.text


def test_an_attachment_opens_where_that_is_harmless_and_is_saved_otherwise(catcher):
    send(catcher)
    pdf, evil = json.loads(ask(f"{catcher.url}/api/messages/1").body)["attachments"]
    opened = ask(f"{catcher.url}/messages/1/parts/{pdf['number']}")
    assert opened.headers["content-type"] == "application/pdf"
    assert opened.headers["content-disposition"] == "inline; filename*=UTF-8''FT%202026-001%20%C5%BC.pdf"
    assert opened.body == b"%PDF-1.7 x"
    saved = ask(f"{catcher.url}/messages/1/parts/{pdf['number']}?download=yes")
    assert saved.headers["content-disposition"].startswith("attachment")
    page = ask(f"{catcher.url}/messages/1/parts/{evil['number']}")
    assert page.headers["content-type"] == "application/octet-stream"
    assert page.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in page.headers["content-security-policy"]
    assert ask(f"{catcher.url}/messages/1/parts/99").status == 404


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: =?x-nothing?b?!!!?=\r\nFrom: <<<>>>\r\n\r\nbody",
        b"Content-Type: text/plain; charset=x-nothing\r\n\r\nb\xf6dy",
        b"Content-Type: multipart/mixed\r\n\r\nno boundary",
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%",
        b"Date: nonsense\r\nTo: \xff\r\nMessage-ID: <\r\n\r\n",
    ],
)
def test_a_broken_mail_is_kept_and_shown(catcher, raw):
    with smtplib.SMTP("127.0.0.1", catcher.smtp_port, timeout=5) as smtp:
        smtp.sendmail("a@example.test", ["dana@example.test"], raw)
    for path in ("/", "/messages/1", "/messages/1?as=headers", "/messages/1?as=source", "/messages/1/html"):
        assert ask(catcher.url + path).status == 200


def test_a_busy_server_takes_nothing(catcher):
    assert submit(f"{catcher.url}/settings/server", {"value": "busy"}).status == 303
    with pytest.raises(smtplib.SMTPSenderRefused) as refusal:
        send(catcher)
    assert refusal.value.smtp_code == 421
    submit(f"{catcher.url}/settings/server", {"value": "works"})
    assert send(catcher) == {}


@pytest.mark.parametrize(
    ("bounces", "address", "code"),
    [
        ("refuse", "dana@bounce.example", 550),
        ("refuse", "dana@BOUNCE.example", 550),
        ("refuse", "later@bounce.example", 450),
        ("report", "refused.dana@bounce.example", 550),
        ("report", "later@bounce.example", 450),
    ],
)
def test_an_address_at_bounce_example_is_refused(catcher, bounces, address, code):
    submit(f"{catcher.url}/settings/bounces", {"value": bounces})
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refusal:
        send(catcher, to=[address])
    assert refusal.value.recipients[address][0] == code
    assert send(catcher, to=["dana@notbounce.example"]) == {}


def test_a_report_goes_to_the_address_given_and_is_kept_until_it_arrives(tmp_path):
    with running_mail_catcher(tmp_path) as catcher:
        assert send(catcher, to=["dana@bounce.example"]) == {}
        assert send(catcher, sender="", to=["dana@bounce.example"]) == {}
    with running_receiver() as receiver, running_mail_catcher(tmp_path, report_url=receiver.url):
        eventually(lambda: receiver.received)
        headers, body = receiver.received[0]
        assert headers["content-type"] == "message/rfc822"
        assert b"Status: 5.1.1" in body
        assert b"Message-ID: <1@alice.example.test>" in body
        # On a busy machine an answer may be lost and the report come twice; the mail without a sender gives none.
        assert all(b"Message-ID: <1@alice.example.test>" in one for _, one in receiver.received)


def test_a_switch_takes_only_what_its_buttons_say(catcher):
    assert submit(f"{catcher.url}/settings/server", {"value": "on fire"}).status == 422
    assert submit(f"{catcher.url}/settings/nothing", {"value": "busy"}).status == 422


def test_mail_is_kept_over_a_restart_and_deleted_on_wish(tmp_path):
    with running_mail_catcher(tmp_path) as catcher:
        send(catcher)
    with running_mail_catcher(tmp_path) as catcher:
        assert len(catcher.messages()) == 1
        assert ask(f"{catcher.url}/api/messages", method="DELETE").status == 200
        assert catcher.messages() == []
        send(catcher)
        assert submit(f"{catcher.url}/clear", {}, {"Sec-Fetch-Site": "cross-site"}).status == 403
        assert submit(f"{catcher.url}/clear", {}).status == 303
        assert catcher.messages() == []


def test_only_loopback_names_are_answered(catcher):
    assert ask(f"{catcher.url}/api/messages", headers={"Host": "evil.example"}).status == 421
