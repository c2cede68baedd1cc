"""SMTP as a `saldo.spi.channel.Channel`."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing

from saldo.kernel.clock import SystemClock
from saldo.kernel.errors import PluginError
from saldo.plugins.channels.smtp.addresses import ascii_address
from saldo.plugins.channels.smtp.compose import compose
from saldo.plugins.channels.smtp.hand_over import Line, Server
from saldo.plugins.channels.smtp.reports import read_report
from saldo.spi.channel import DeliveryEvent, OutgoingMessage, RawEvent, Receipt

SIGNATURE_HEADER = "Saldo-Signature"


class SmtpChannel:
    """Stateless; a call opens its own connection. All recipients are taken, or the message is handed to none."""

    name = "smtp"

    def send(self, message: OutgoingMessage, config: Mapping[str, str]) -> Receipt:
        """Hand the message to the mail server; the receipt's reference is the server's last word.

        Raises PluginError; the codes are listed in `compose` and `hand_over`.
        """
        with closing(Line(Server.of(config))) as line:
            return _send(message, config, line)

    def send_many(
        self, messages: Iterable[OutgoingMessage], config: Mapping[str, str]
    ) -> Iterator[Receipt | PluginError]:
        """Hand over one message after another on one connection, each answered before the next one is asked for.

        What `send` would raise about a message is given as its answer, and the next one is tried on a new connection.
        Raises PluginError "not_configured" before the first message is asked for: it is no fault of the messages.
        """
        with closing(Line(Server.of(config))) as line:
            for message in messages:
                try:
                    answer: Receipt | PluginError = _send(message, config, line)
                except PluginError as error:
                    answer = error
                yield answer

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> list[DeliveryEvent]:
        """The failures, deliveries and complaints in a report; empty for any other mail, such as a person's answer.

        The report is signed under `events_secret`. Where none is set, because the mail server cannot sign, `verified`
        may be "address", by which the caller says that it came to an address that only our mail server knows. Its age
        is not judged: the same report gives the same events.
        """
        secret = config.get("events_secret", "")
        if not secret and config.get("verified") == "address":
            return read_report(raw.body)
        if not secret:
            raise PluginError("not_configured", "The SMTP channel needs events_secret for reports.", permanent=True)
        if not _is_signed(raw, secret):
            raise PluginError("bad_signature", "The report was not signed by our mail server.", permanent=True)
        return read_report(raw.body)


def _send(message: OutgoingMessage, config: Mapping[str, str], line: Line) -> Receipt:
    sender = ascii_address(config.get("envelope_sender") or message.sender.address)
    recipients = [ascii_address(mailbox.address) for mailbox in message.recipients]
    # The only clock of the plugin: RFC 5322 wants a Date of the moment of sending. It decides nothing.
    data = compose(message, sent_at=SystemClock().now())
    return Receipt(accepted=True, provider_reference=line.hand_over(data, sender, recipients))


def _is_signed(raw: RawEvent, secret: str) -> bool:
    header = re.fullmatch(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})", raw.header(SIGNATURE_HEADER) or "", re.ASCII)
    if header is None:
        return False
    expected = hmac.new(secret.encode(), header[1].encode() + b"." + raw.body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, header[2])
