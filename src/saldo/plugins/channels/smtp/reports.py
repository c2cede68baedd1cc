"""Reports about mail: failed and made deliveries (RFC 3464) and complaints (RFC 5965), as delivery events.

A report names our message by the Message-ID of the headers that it returns (RFC 6522), or by Original-Message-ID. Which
server wrote it cannot be known; that it came through our own mail system is what the signature around it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP
from email.utils import parsedate_to_datetime

from saldo.kernel.errors import PluginError
from saldo.spi.channel import DeliveryEvent, DeliveryEventKind

DETAIL_LIMIT = 500


def read_report(body: bytes) -> list[DeliveryEvent]:
    """One event per recipient that the report speaks of; empty when the mail is no report.

    A failure is permanent when its status is 5.x.x, and passing when it is 4.x.x. A delay is no failure: the message is
    still on its way. Raises PluginError "malformed_report", permanent, for a report that does not say which message or
    when.
    """
    mail = message_from_bytes(body, policy=SMTP)
    if mail.get_content_type() != "multipart/report":
        return []
    groups = list(_events(mail))
    if not groups:
        return []
    message_id, moment = _message_id(mail), _moment(mail)
    if message_id is None:
        raise PluginError("malformed_report", "The report does not name the message.", permanent=True)
    return [
        DeliveryEvent(kind, message_id, _at(own or moment), detail[:DETAIL_LIMIT], permanent)
        for kind, own, detail, permanent in groups
    ]


def _events(mail: Message) -> Iterator[tuple[DeliveryEventKind, datetime | None, str, bool]]:
    """(kind, the group's own instant, wording, permanent) of each group that means something."""
    for part in _parts(mail, "message/delivery-status"):
        for group in _groups(part):
            action = _line(group, "Action").lower()
            instant = _date(_line(group, "Last-Attempt-Date"))
            if action == "failed":
                yield DeliveryEventKind.BOUNCED, instant, _detail(group), _status(group).startswith("5")
            elif action == "delivered":
                yield DeliveryEventKind.DELIVERED, instant, _detail(group), False
    for report in _parts(mail, "message/feedback-report"):
        complaints = [group for group in _groups(report) if _line(group, "Feedback-Type").lower() == "abuse"]
        for group in complaints:
            yield DeliveryEventKind.COMPLAINED, _date(_line(group, "Arrival-Date")), "abuse", False


def _parts(mail: Message, media_type: str) -> list[Message]:
    return [part for part in mail.walk() if part.get_content_type() == media_type]


def _groups(part: Message) -> list[Message]:
    """The blocks of fields of a report part: parsed already, or still text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return [group for group in payload if isinstance(group, Message)]
    return [message_from_bytes(_payload_bytes(part), policy=SMTP)]


def _payload_bytes(part: Message) -> bytes:
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _status(group: Message) -> str:
    """The RFC 3463 status; where a server leaves it out, its first digit as the diagnostic code tells it."""
    status = _line(group, "Status")
    return status or _line(group, "Diagnostic-Code").rpartition(";")[2].strip()


def _detail(group: Message) -> str:
    recipient = _line(group, "Final-Recipient") or _line(group, "Original-Recipient")
    words = (recipient.rpartition(";")[2].strip(), _status(group), _line(group, "Diagnostic-Code"))
    return " ".join(word for word in words if word)


def _message_id(mail: Message) -> str | None:
    for part in mail.walk():
        returned = part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers")
        if returned and (found := _id(_returned_headers(part), "Message-ID")):
            return found
    for media_type in ("message/delivery-status", "message/feedback-report"):
        for part in _parts(mail, media_type):
            for group in _groups(part):
                if found := _id(group, "Original-Message-ID"):
                    return found
    return None


def _returned_headers(part: Message) -> Message:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        return payload[0]
    return message_from_bytes(_payload_bytes(part), policy=SMTP)


def _id(message: Message, name: str) -> str | None:
    text = _line(message, name)
    return text if text.startswith("<") and text.endswith(">") and "@" in text and len(text) <= 500 else None


def _moment(mail: Message) -> datetime | None:
    """When the report was written, or arrived here."""
    candidates = [_line(mail, "Date"), *(str(value).rpartition(";")[2] for value in mail.get_all("Received", []))]
    candidates += [
        _line(group, "Arrival-Date") for part in _parts(mail, "message/delivery-status") for group in _groups(part)
    ]
    return next((instant for text in candidates if (instant := _date(text))), None)


def _at(instant: datetime | None) -> datetime:
    if instant is None:
        raise PluginError("malformed_report", "The report does not say when.", permanent=True)
    return instant


def _date(text: str) -> datetime | None:
    try:
        instant = parsedate_to_datetime(text.strip())
    except (TypeError, ValueError, IndexError):
        return None
    # "-0000" is UTC of an unknown place (RFC 5322) and comes back without a zone.
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)


def _line(message: Message, name: str) -> str:
    """The header on one line; empty when absent or unreadable."""
    try:
        value = message.get(name)
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
    return " ".join(str(value).split()) if value is not None else ""
