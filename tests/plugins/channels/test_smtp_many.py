"""Many messages over one connection: each answered before the next is asked for, whatever becomes of the line."""

from __future__ import annotations

import socket
import threading

import pytest

from saldo.kernel.errors import PluginError
from saldo.plugins.channels.smtp import PLUGIN
from saldo.spi.channel import DELIVERY_UNCERTAIN, Mailbox, Receipt
from tests.conformance.channel import make_message


class LineServer:
    """A mail server that notes on which connection each message came, and answers MAIL and the body by script."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.config = {"host": "127.0.0.1", "port": str(self.listener.getsockname()[1]), "timeout_seconds": "2"}
        self.connections = 0
        self.arrived: list[tuple[int, bytes]] = []
        self.answers_to_mail: list[bytes | None] = []
        self.answers_to_body: list[bytes | None] = []
        self.quits = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            with connection, connection.makefile("rwb") as line:
                self._talk(line, self.connections)

    def _talk(self, line, number: int) -> None:
        def say(answer: bytes) -> None:
            line.write(answer + b"\r\n")
            line.flush()

        say(b"220 scripted")
        for command in line:
            verb = command[:4].lower()
            answer: bytes | None = b"250 fine"
            if verb == b"mail" and self.answers_to_mail:
                answer = self.answers_to_mail.pop(0)
            elif verb == b"data":
                say(b"354 go on")
                body = b"".join(iter(line.readline, b".\r\n"))
                self.arrived.append((number, body))
                answer = self.answers_to_body.pop(0) if self.answers_to_body else b"250 kept"
            elif verb == b"quit":
                self.quits += 1
            if answer is None:
                return
            say(answer)
            if verb == b"quit" or answer.startswith(b"421"):
                return


@pytest.fixture
def server():
    server = LineServer()
    yield server
    server.listener.close()


def messages(count):
    return [make_message(message_id=f"<{number}@alice.example.test>") for number in range(count)]


def codes(answers):
    return [answer.code if isinstance(answer, PluginError) else "taken" for answer in answers]


def test_many_messages_go_over_one_connection_which_is_closed_politely(server):
    answers = list(PLUGIN.send_many(messages(20), server.config))
    assert all(isinstance(answer, Receipt) and answer.accepted for answer in answers)
    assert {number for number, _ in server.arrived} == {1}
    assert [f"<{number}@".encode() in body for number, (_, body) in enumerate(server.arrived)] == [True] * 20
    assert (server.connections, server.quits) == (1, 1)


def test_the_next_message_is_asked_for_after_the_answer_to_the_one_before_was_given(server):
    asked = []

    def lazily():
        for number, message in enumerate(messages(3)):
            asked.append(number)
            yield message

    answers = PLUGIN.send_many(lazily(), server.config)
    assert (asked, server.connections) == ([], 0)
    next(answers)
    assert (asked, len(server.arrived)) == ([0], 1)
    next(answers)
    assert (asked, len(server.arrived)) == ([0, 1], 2)
    answers.close()
    assert (asked, server.quits) == ([0, 1], 1)


@pytest.mark.parametrize(
    ("answer", "code"),
    [(None, DELIVERY_UNCERTAIN), (b"452 disk full", "server_busy"), (b"550 spam", "refused")],
)
def test_a_message_that_is_not_taken_is_an_answer_and_the_next_one_goes_over_a_new_connection(server, answer, code):
    server.answers_to_body = [b"250 kept", answer]
    assert codes(PLUGIN.send_many(messages(4), server.config)) == ["taken", code, "taken", "taken"]
    assert [number for number, _ in server.arrived] == [1, 1, 2, 2]


@pytest.mark.parametrize("answer", [None, b"421 4.7.0 enough on this line"])
def test_a_server_that_ends_a_long_line_costs_no_message(server, answer):
    server.answers_to_mail = [b"250 fine", b"250 fine", answer]
    assert codes(PLUGIN.send_many(messages(4), server.config)) == ["taken"] * 4
    assert [number for number, _ in server.arrived] == [1, 1, 2, 2]


def test_a_server_that_is_busy_on_a_new_line_too_is_not_asked_a_third_time(server):
    server.answers_to_mail = [b"250 fine", b"421 busy", b"421 busy"]
    assert codes(PLUGIN.send_many(messages(3), server.config)) == ["taken", "server_busy", "taken"]
    assert server.connections == 3


def test_a_message_that_cannot_be_written_disturbs_neither_the_line_nor_the_others(server):
    first, second, third = messages(3)
    bad = make_message(recipients=(Mailbox("", "nobody"),))
    assert (
        codes(PLUGIN.send_many([first, bad, second, third], server.config)) == ["taken", "bad_address"] + ["taken"] * 2
    )
    assert server.connections == 1


def test_where_nobody_answers_every_message_is_told_so():
    config = {"host": "127.0.0.1", "port": "1"}
    assert codes(PLUGIN.send_many(messages(2), config)) == ["unreachable"] * 2


def test_a_config_that_cannot_be_meant_is_no_fault_of_the_messages():
    asked = []
    with pytest.raises(PluginError) as refusal:
        next(PLUGIN.send_many((asked.append(one) or one for one in messages(2)), {"host": ""}))
    assert (refusal.value.code, asked) == ("not_configured", [])
