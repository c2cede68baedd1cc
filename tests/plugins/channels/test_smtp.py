"""The SMTP channel against a real mail server on loopback."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header
from email.policy import compat32, default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from saldo.kernel.errors import BadInput, PluginError
from saldo.plugins.channels.smtp import PLUGIN
from saldo.spi.channel import DELIVERY_UNCERTAIN, Attachment, Mailbox
from tests.conformance.channel import DANA, ChannelConformance, make_message
from tests.demo.machines import ask, running_mail_catcher


@pytest.fixture
def catcher(tmp_path):
    with running_mail_catcher(tmp_path, bounces="refuse") as catcher:
        yield catcher


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestSmtpChannel(ChannelConformance):
    @pytest.fixture
    def channel(self):
        return PLUGIN

    @pytest.fixture
    def config(self, catcher):
        return catcher.config

    @pytest.fixture
    def failing_config(self, catcher):
        return {**catcher.config, "port": str(free_port())}

    @pytest.fixture
    def refused_message(self):
        return make_message(recipients=(Mailbox("", "nobody@bounce.example"),))

    @pytest.fixture
    def arrived(self, catcher):
        return lambda: [message["message_id"] for message in reversed(catcher.messages())]


def sent_mail(catcher, **changes):
    message = make_message(**changes)
    PLUGIN.send(message, catcher.config)
    number = catcher.messages()[0]["id"]
    raw = ask(f"{catcher.url}/api/messages/{number}/raw").body
    return message, message_from_bytes(raw, policy=default), raw


def lines(part):
    return part.get_content().splitlines()


def test_the_whole_message_arrives_in_seven_bits(catcher):
    message, mail, raw = sent_mail(catcher)
    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998
    assert mail["Subject"] == message.subject
    assert mail["From"].addresses[0].display_name == message.sender.name
    assert mail["To"].addresses[0].display_name == DANA.name
    assert mail["Reply-To"] == "alice@alice.example.test"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime.utcoffset().total_seconds() == 0
    assert lines(mail.get_body(("plain",))) == message.text.splitlines()
    assert mail.get_body(("html",)).get_content().strip() == message.html
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == "FT 2026-001.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_payload(decode=True) == message.attachments[0].body


def test_the_text_and_the_letter_are_alternatives_beside_the_files(catcher):
    _, mail, _ = sent_mail(catcher)
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/pdf",
    ]


def test_no_header_is_added_that_the_message_did_not_ask_for(catcher):
    _, mail, _ = sent_mail(catcher, headers={})
    assert mail["Auto-Submitted"] is None
    assert mail["List-Unsubscribe"] is None


def test_long_words_of_a_header_stay_whole(catcher):
    url = f"<https://portal.alice.example.test/stop/{'a1b2c3' * 40}>"
    references = " ".join(f"<{'0123456789abcdef' * 5}.{number}@alice.example.test>" for number in range(4))
    headers = {"List-Unsubscribe": f"<mailto:stop@alice.example.test>, {url}", "References": references}
    message_id = f"<{'x' * 120}@alice.example.test>"
    _, mail, raw = sent_mail(catcher, headers=headers, message_id=message_id)
    assert url.encode() in raw
    assert f"Message-ID: {message_id}\r\n".encode() in raw
    assert mail["References"].split() == references.split()
    assert b"=?" not in raw.split(b"References:")[1].split(b"MIME-Version")[0]


@pytest.mark.parametrize(
    "subject",
    [
        "Fatura INV 2026/0080 de «Titles and credits»: 1\u00a0205,40\u00a0€, vence em 13/12/2026",
        "Factura INV 2026/0069 por «Menu and signage»: 940,00\u00a0€, vence el 28 nov 2026",
        "Faktura za „łódź”  i  jeszcze " + "żółć " * 40 + "koniec",
        "€" * 100,
    ],
)
def test_a_subject_beyond_ascii_arrives_with_all_of_its_spaces(catcher, subject):
    _, mail, raw = sent_mail(catcher, subject=subject)
    assert mail["Subject"] == subject
    assert max(map(len, raw.split(b"\r\n\r\n")[0].splitlines())) <= 78


def test_names_beyond_ascii_arrive_with_all_of_their_spaces(catcher):
    names = ["Łódź: studio i spółka, «Zażółć gęślą jaźń» sp. z o.o. oraz wspólnicy", 'Dana "D." O\'Hara', "Ana Peña"]
    people = tuple(Mailbox(name, f"p{number}@example.test") for number, name in enumerate(names))
    _, mail, raw = sent_mail(catcher, recipients=people, sender=people[0], reply_to=people[2])
    # The library reads a space into a name of several encoded words (RFC 2047 6.2 says that there is none).
    written = message_from_bytes(raw, policy=compat32)["From"]
    assert str(make_header(decode_header(written))) == f"{names[0]} <p0@example.test>"
    assert [one.addr_spec for one in mail["To"].addresses] == [one.address for one in people]
    assert [one.display_name for one in mail["To"].addresses][1:] == names[1:]
    assert mail["Reply-To"].addresses[0].display_name == names[2]


def test_the_envelope_names_where_reports_go_back_to(catcher):
    PLUGIN.send(make_message(), catcher.config)
    assert catcher.messages()[0]["sender"] == "bounces@alice.example.test"
    PLUGIN.send(make_message(), {**catcher.config, "envelope_sender": ""})
    assert catcher.messages()[0]["sender"] == "billing@alice.example.test"


def test_lines_that_begin_with_a_dot_arrive_as_they_were(catcher):
    text = ".\n..\n.hidden\nend\n"
    _, mail, _ = sent_mail(catcher, text=text, html=None, attachments=())
    assert lines(mail) == text.splitlines()


def test_a_domain_beyond_ascii_is_written_as_the_network_writes_it(catcher):
    sent_mail(catcher, recipients=(Mailbox("Łódź", "biuro@łódź.example"),))
    assert catcher.messages()[0]["recipients"] == ["biuro@xn--d-uga0v4h.example"]


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x00"])
@pytest.mark.parametrize("place", ["subject", "name", "header", "file"])
def test_nothing_that_some_program_takes_for_a_line_break_gets_into_a_header(catcher, separator, place):
    evil = f"x{separator}Bcc: victim@example.test"
    changes = {
        "subject": {"subject": evil},
        "name": {"recipients": (Mailbox(evil, "dana@example.test"),)},
        "header": {"headers": {"X-Note": evil}},
        "file": {"attachments": (Attachment(evil, "text/plain", b""),)},
    }[place]
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(**changes), catcher.config)
    assert (refusal.value.code, refusal.value.permanent) == ("header_injection", True)
    assert catcher.messages() == []


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r"])
def test_a_line_break_in_a_header_is_refused_even_past_the_check_of_the_message(catcher, line_break):
    evil = f"x{line_break}Bcc: victim@example.test"
    with pytest.raises(BadInput):
        make_message(subject=evil)
    message = make_message()
    object.__setattr__(message, "subject", evil)
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(message, catcher.config)
    assert (refusal.value.code, refusal.value.permanent) == ("header_injection", True)


@pytest.mark.parametrize("name", ["Bcc", "from", "Content-Type", "Message-Id", "X Y", "X:Y", ""])
def test_a_further_header_replaces_none_of_the_message(catcher, name):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(headers={name: "victim@example.test"}), catcher.config)
    assert refusal.value.permanent
    assert catcher.messages() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "dana",
        "@example.test",
        "dana@",
        "a b@example.test",
        "a@b@c",
        "dana@exa mple.test",
        "ł@example.test",
        "x@-.test",
    ],
)
def test_an_address_that_is_none_is_refused_for_good(catcher, address):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(recipients=(Mailbox("", address),)), catcher.config)
    assert (refusal.value.code, refusal.value.permanent) == ("bad_address", True)


def test_one_refused_recipient_means_that_nobody_got_it(catcher):
    message = make_message(recipients=(DANA, Mailbox("", "refused@bounce.example")))
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(message, catcher.config)
    assert (refusal.value.code, refusal.value.permanent) == ("recipient_refused", True)
    assert catcher.messages() == []


def test_a_recipient_who_cannot_be_reached_now_may_be_tried_again(catcher):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(recipients=(Mailbox("", "later@bounce.example"),)), catcher.config)
    assert (refusal.value.code, refusal.value.permanent) == ("recipient_refused", False)


def test_a_busy_server_may_be_tried_again(catcher):
    catcher.machine.write_setting("server", "busy")
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(), catcher.config)
    assert (refusal.value.code, refusal.value.permanent) == ("server_busy", False)
    catcher.machine.write_setting("server", "works")
    assert PLUGIN.send(make_message(), catcher.config).provider_reference == "2.0.0 queued as 1"


def scripted_server(*, answer_to_data: bytes | None, answer_after_body: bytes | None) -> int:
    """A mail server that takes everything up to DATA, then says what the test wants, or hangs up for None."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = listener.accept()
        with listener, connection, connection.makefile("rwb") as line:

            def say(answer: bytes) -> None:
                line.write(answer + b"\r\n")
                line.flush()

            say(b"220 scripted")
            for command in line:
                if command.lower().startswith(b"data"):
                    if answer_to_data is None:
                        return
                    say(answer_to_data)
                    if answer_to_data.startswith(b"354"):
                        while line.readline() != b".\r\n":
                            pass
                        if answer_after_body is None:
                            return
                        say(answer_after_body)
                else:
                    say(b"250 fine")

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


@pytest.mark.parametrize(
    ("answer_to_data", "answer_after_body", "code", "permanent"),
    [
        (b"354 go on", None, DELIVERY_UNCERTAIN, False),
        (None, None, "unreachable", False),
        (b"451 later", None, "server_busy", False),
        (b"554 no", None, "refused", True),
        (b"354 go on", b"452 disk full", "server_busy", False),
        (b"354 go on", b"550 spam", "refused", True),
    ],
)
def test_how_far_the_conversation_came_decides_what_is_told(answer_to_data, answer_after_body, code, permanent):
    port = scripted_server(answer_to_data=answer_to_data, answer_after_body=answer_after_body)
    with pytest.raises(PluginError) as error:
        PLUGIN.send(make_message(), {"host": "127.0.0.1", "port": str(port), "timeout_seconds": "2"})
    assert (error.value.code, error.value.permanent) == (code, permanent)


def test_a_server_that_does_not_greet_is_not_reached():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        config = {"host": "127.0.0.1", "port": str(silent.getsockname()[1]), "timeout_seconds": "0.2"}
        with pytest.raises(PluginError) as error:
            PLUGIN.send(make_message(), config)
    assert (error.value.code, error.value.permanent) == ("unreachable", False)


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"host": ""},
        {"host": "mail.example.test", "security": "maybe"},
        {"host": "mail.example.test", "port": "0"},
        {"host": "mail.example.test", "security": "none", "username": "alice", "password": "secret"},
        {"host": "mail.example.test", "timeout_seconds": "soon"},
        {"host": "mail.example.test\r\nX"},
    ],
)
def test_a_config_that_cannot_be_meant_is_refused_before_anything_is_sent(config):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(), config)
    assert (refusal.value.code, refusal.value.permanent) == ("not_configured", True)


# Encryption and login, against a server that wants both


class Keeper:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append((session.authenticated, session.ssl is not None))
        return "250 kept"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder


@contextmanager
def guarded_server(certificate) -> Iterator[tuple[Keeper, dict[str, str]]]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")

    def check(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"alice", b"right"), handled=False)

    keeper, port = Keeper(), free_port()
    controller = Controller(
        keeper,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
        authenticator=check,
    )
    controller.start()
    try:
        yield (
            keeper,
            {
                "host": "127.0.0.1",
                "port": str(port),
                "security": "starttls",
                "username": "alice",
                "password": "right",
                "ca_file": str(certificate / "cert.pem"),
                "timeout_seconds": "5",
            },
        )
    finally:
        controller.stop()


def test_it_encrypts_and_logs_in(certificate):
    with guarded_server(certificate) as (keeper, config):
        assert PLUGIN.send(make_message(), config).accepted
        assert keeper.taken == [(True, True)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"password": "wrong"}, "login_refused"), ({"ca_file": ""}, "tls_failed")],
)
def test_a_wrong_password_or_an_unknown_certificate_sends_nothing_and_blames_no_message(certificate, changes, code):
    with guarded_server(certificate) as (keeper, config):
        with pytest.raises(PluginError) as refusal:
            PLUGIN.send(make_message(), {**config, **changes})
        assert (refusal.value.code, refusal.value.permanent) == (code, False)
        assert keeper.taken == []


def test_a_server_without_encryption_gets_nothing(catcher):
    with pytest.raises(PluginError) as refusal:
        PLUGIN.send(make_message(), {**catcher.config, "security": "starttls"})
    assert (refusal.value.code, refusal.value.permanent) == ("tls_failed", False)
    assert catcher.messages() == []
