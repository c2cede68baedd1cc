"""A message as the bytes of an e-mail: RFC 5322 and MIME, in seven bits, so that no server on the way changes it.

Raises PluginError, permanent: `header_injection` (a line break or control character in anything that becomes a header),
`reserved_header` (a further header that the message itself decides), `bad_address`, `bad_message_id`, `bad_text`.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import Any

from saldo.kernel.errors import PluginError
from saldo.plugins.channels.smtp.addresses import ascii_address
from saldo.spi.channel import Attachment, Mailbox, OutgoingMessage

RESERVED = frozenset(
    {
        "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version", "return-path",
        "received", "content-type", "content-transfer-encoding", "content-disposition", "content-id",
    }
)  # fmt: skip
LINE_LENGTH = 78
ENCODED_BYTES = 39
"""Of UTF-8 in one encoded word: with "Subject: " before it a line stays within the 76 characters of RFC 2047."""


class MailPolicy(EmailPolicy):
    """The library's policy, with two of its faults kept out of headers.

    It writes a long word of a plain header as an encoded word, which no reader of List-Unsubscribe, References or
    Message-ID undoes (RFC 5322 allows a line of 998 characters). And where it writes some words of a header encoded
    and some not, spaces between them are lost: here a text beyond ASCII is encoded whole (RFC 2047).
    """

    def fold(self, name: str, value: Any) -> str:
        return self._fold_words(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        folded = self._fold_words(name, value)
        return folded.encode("ascii") if folded else super().fold_binary(name, value)

    def _fold_words(self, name: str, value: Any) -> str | None:
        text = str(value)
        if text.isascii():
            words = text.split(" ")
            return _fold(name, words) if max(map(len, words)) >= LINE_LENGTH - len(name) - 2 else None
        if addresses := getattr(value, "addresses", ()):
            lists = [_mailbox_words(address) for address in addresses]
            return _fold(name, [word for words in lists[:-1] for word in (*words[:-1], f"{words[-1]},")] + lists[-1])
        return _fold(name, _encoded_words(text))


def _mailbox_words(address: Address) -> list[str]:
    if str(address).isascii():
        return str(address).split(" ")
    return [*_encoded_words(address.display_name), f"<{address.addr_spec}>"]


def _encoded_words(text: str) -> list[str]:
    chunks = [""]
    for letter in text:
        if len((chunks[-1] + letter).encode()) > ENCODED_BYTES:
            chunks.append("")
        chunks[-1] += letter
    return [f"=?utf-8?b?{b64encode(chunk.encode()).decode()}?=" for chunk in chunks]


def _fold(name: str, words: Sequence[str]) -> str:
    lines = [f"{name}:"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) > LINE_LENGTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {word}"
    return "\r\n".join(lines) + "\r\n"


POLICY = MailPolicy(linesep="\r\n", cte_type="7bit", max_line_length=LINE_LENGTH, raise_on_defect=False)


def compose(message: OutgoingMessage, *, sent_at: datetime) -> bytes:
    """The whole e-mail with CRLF line ends. The same message and instant give the same structure, not the same bytes:
    MIME boundaries are drawn by chance.
    """
    for word in _header_words(message):
        _refuse_control(word)
    mail = EmailMessage(policy=POLICY)
    try:
        _add_headers(mail, message, sent_at)
        _add_content(mail, message)
        return mail.as_bytes(policy=POLICY)
    except (UnicodeError, ValueError, LookupError) as error:
        raise PluginError("bad_text", "The message holds text that mail cannot carry.", permanent=True) from error


def _header_words(message: OutgoingMessage) -> Iterator[str]:
    yield from (message.message_id, message.subject)
    for mailbox in (message.sender, *message.recipients, *([message.reply_to] if message.reply_to else [])):
        yield from mailbox
    for attachment in message.attachments:
        yield from (attachment.name, attachment.media_type)
    for name, value in message.headers.items():
        yield from (name, value)


def _refuse_control(word: str) -> None:
    # The separators U+0085, U+2028 and U+2029 count as line ends where Python splits lines.
    if re.search("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]", word):
        raise PluginError("header_injection", "A header of the message holds a line break.", permanent=True)


def _add_headers(mail: EmailMessage, message: OutgoingMessage, sent_at: datetime) -> None:
    if not re.fullmatch(r"<[!-;=?A-~]{1,240}@[!-;=?A-~]{1,240}>", message.message_id):
        raise PluginError("bad_message_id", "The id of the message is not one of RFC 5322.", permanent=True)
    mail["Message-ID"] = message.message_id
    mail["Date"] = format_datetime(sent_at)
    mail["From"] = _address(message.sender)
    mail["To"] = [_address(mailbox) for mailbox in message.recipients]
    if message.reply_to:
        mail["Reply-To"] = _address(message.reply_to)
    mail["Subject"] = message.subject
    for name, value in message.headers.items():
        if name.lower() in RESERVED or not re.fullmatch(r"[A-Za-z0-9-]{1,70}", name):
            raise PluginError("reserved_header", "A further header may not replace one of the message.", permanent=True)
        mail[name] = value


def _address(mailbox: Mailbox) -> Address:
    return Address(mailbox.name, addr_spec=ascii_address(mailbox.address))


def _add_content(mail: EmailMessage, message: OutgoingMessage) -> None:
    mail.set_content(message.text, cte="quoted-printable")
    if message.html is not None:
        mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    for attachment in message.attachments:
        main, sub = _media_type(attachment)
        mail.add_attachment(attachment.body, maintype=main, subtype=sub, filename=attachment.name)


def _media_type(attachment: Attachment) -> tuple[str, str]:
    """What cannot be named, and what mail would have to open up (a message in a message), travels as plain bytes."""
    match = re.fullmatch(r"([a-z]+)/([a-z0-9.+-]+)", attachment.media_type.lower())
    if match is None or match[1] in ("message", "multipart"):
        return "application", "octet-stream"
    return match[1], match[2]
