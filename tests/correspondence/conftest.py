"""A customer to write to, and a real mail server on the loopback address."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller

from saldo.base.events.actions import run_due_jobs
from saldo.base.files.actions.keep_files import NewFile, keep_files
from saldo.correspondence.actions import NewMessage, send_messages
from saldo.correspondence.choices import MessageKind
from saldo.correspondence.models import Message
from saldo.customers.actions import NewContact, NewCustomer, create_customers
from saldo.kernel.references import new_id

DANA = "dana@studiolodz.example"


@dataclass
class MailServer:
    """What a test sees of the server: what arrived, over how many connections, and what it is told to answer."""

    url: str = ""
    arrived: list[EmailMessage] = field(default_factory=list)
    connections: int = 0
    answers: list[str] = field(default_factory=list)
    on_data: Callable[[], None] = lambda: None

    @property
    def ids(self) -> list[str]:
        return [mail["Message-ID"] for mail in self.arrived]

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> Any:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 2.0.0 queued"
        if answer.startswith("2"):
            self.arrived.append(message_from_bytes(envelope.content, policy=default))
        self.on_data()
        return answer


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port, ready_timeout=10)
    controller.start()
    server.url = f"smtp://127.0.0.1:{port}"
    yield server
    controller.stop()


@pytest.fixture
def mail_is_set(mail_server, settings) -> MailServer:
    """Mail goes to the server of the test."""
    settings.SALDO_SMTP_URL = mail_server.url
    settings.SALDO_SENDER = "billing@ateliernorte.example"
    return mail_server


@pytest.fixture(autouse=True)
def moving_clock(settings, clock, monkeypatch) -> None:
    """Frames that jobs open read the test's clock, and so does the queue."""
    settings.SALDO_CLOCK = clock
    monkeypatch.setattr("saldo.base.events.jobs.SystemClock", lambda: clock, raising=False)


@pytest.fixture
def customer(house, frame_of) -> UUID:
    """Dana's studio, a customer of Alice's."""
    return make_customer(house, frame_of)


def make_customer(house, frame_of, *, number: str = "C-1", email: str = DANA) -> UUID:
    customer_id = new_id()
    contact = NewContact("Dana Łęcka", email, "Dear Dana", "", "en")
    with frame_of(house.tenant_id):
        create_customers(
            [
                NewCustomer(
                    id=customer_id,
                    number=number,
                    name="Studio Łódź",
                    kind="business",
                    language="en",
                    country="PL",
                    tax_id="",
                    address_lines=("Piotrkowska 1", "90-001 Łódź"),
                    currency="EUR",
                    terms_days=14,
                    contacts=(contact,),
                    other_names=(),
                )
            ],
            actor=house.alice,
        ).raise_if_refused()
    return customer_id


@pytest.fixture
def make_message(house, customer) -> Callable[..., NewMessage]:
    """A receipt to Dana, unless told otherwise."""

    def make(**changes: Any) -> NewMessage:
        message_id = new_id()
        values: dict[str, Any] = {
            "id": message_id,
            "key": f"test:{message_id}",
            "kind": MessageKind.RECEIPT,
            "customer_id": customer,
            "contact_id": None,
            "legal_entity_id": house.entity_id,
            "language": "en",
            "subject": "Thank you",
            "body_text": "It arrived.\n",
            "body_html": "<p>It arrived.</p>",
            "recipient_name": "Dana Łęcka",
            "recipient_email": DANA,
            "reply_to": "ola@ateliernorte.example",
            "sender_name": "Atelier Norte",
        }
        return NewMessage(**(values | changes))

    return make


@pytest.fixture
def send(house, frame_of) -> Callable[..., list[UUID]]:
    """Queue messages as Alice; returns their ids."""

    def queue(*new: NewMessage) -> list[UUID]:
        with frame_of(house.tenant_id):
            outcome = send_messages(new, actor=house.alice)
            outcome.raise_if_refused()
            return outcome.done

    return queue


@pytest.fixture
def row_of(house, frame_of) -> Callable[[UUID], Message]:
    """A message as it stands."""

    def read(message_id: UUID) -> Message:
        with frame_of(house.tenant_id):
            return Message.objects.get(id=message_id)

    return read


@pytest.fixture
def run_jobs(clock) -> Callable[[], int]:
    """Run the jobs that are due at the test's clock."""
    return lambda: run_due_jobs(now=clock.now())


@pytest.fixture
def pdf(house, frame_of) -> UUID:
    """A kept file."""
    with frame_of(house.tenant_id):
        [file_id] = keep_files([NewFile("RC 2026-001.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")], actor=house.alice)
    return file_id
