"""What is in a raw mail, read so that nothing a sender wrote can break the page."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass(frozen=True)
class Part:
    """An attachment, or a picture of the letter; `number` is its place among the parts of the mail."""

    number: int
    name: str
    media_type: str
    content_id: str
    body: bytes


@dataclass(frozen=True)
class Letter:
    """A mail as a person reads it."""

    headers: list[tuple[str, str]]
    text: str
    html: str
    parts: list[Part]

    def header(self, name: str) -> str:
        """The first header of that name, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def read_letter(raw: bytes) -> Letter:
    """The mail taken apart. What cannot be decoded is shown with replacement characters."""
    mail = message_from_bytes(raw, policy=default)
    text, html, parts = "", "", []
    for number, part in enumerate(mail.walk()):
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            continue
        kind, attached = part.get_content_type(), part.get_content_disposition() == "attachment"
        if kind == "text/plain" and not attached and not text:
            text = _text(part)
        elif kind == "text/html" and not attached and not html:
            html = _text(part)
        elif not part.is_multipart():
            parts.append(_part(number, part))
    return Letter(_headers(mail), text, html, parts)


def _headers(mail: EmailMessage) -> list[tuple[str, str]]:
    headers = []
    for name, value in mail.raw_items():
        try:
            shown = str(default.header_fetch_parse(name, value))
        except Exception:  # the library's parser raises many kinds of error on odd headers; the raw words stand then
            shown = str(value)
        headers.append((name, " ".join(shown.split()).encode("utf-8", "replace").decode()))
    return headers


def _text(part: EmailMessage) -> str:
    body = _body(part)
    charset = part.get_content_charset() or "utf-8"
    try:
        text = body.decode(charset, "replace")
    except LookupError:
        text = body.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")


def _part(number: int, part: EmailMessage) -> Part:
    name = re.sub(r"[\x00-\x1f\x7f/\\]", "_", part.get_filename() or f"part-{number}")[:200]
    content_id = str(part.get("Content-ID", "")).strip().strip("<>")
    return Part(number, name.encode("utf-8", "replace").decode(), part.get_content_type(), content_id, _body(part))


def _body(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def framed_html(letter: Letter) -> str:
    """The letter's HTML for a sandboxed frame: its own pictures inside, its links in a new window."""
    pictures = {
        part.content_id: part for part in letter.parts if part.content_id and part.media_type.startswith("image/")
    }

    def picture(match: re.Match[str]) -> str:
        part = pictures.get(match[1])
        if part is None:
            return match[0]
        return f"data:{part.media_type};base64,{base64.b64encode(part.body).decode()}"

    html = re.sub(r"cid:([^\"'\s>)]+)", picture, letter.html)
    base = '<base target="_blank">'
    head = re.search(r"<head[^>]*>", html, re.IGNORECASE)
    return html[: head.end()] + base + html[head.end() :] if head else base + html
