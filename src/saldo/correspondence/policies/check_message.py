"""May a message go out as it is written?"""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address
from typing import NamedTuple

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
_PLAIN = re.compile(r"[^\s@,;<>()\"\\]+@[^\s@,;<>()\"\\]+")


class Fault(NamedTuple):
    """What is wrong with a message: a code for programs, a sentence for people."""

    code: str
    sentence: str


def check_message(*, recipient: str, subject: str, body: str, names: tuple[str, ...] = ()) -> Fault | None:
    """What forbids sending, or None. Codes: "no_address", "bad_header", "empty".

    `names` are further texts that become part of a header. A line break or control character in any of them, in the
    address or in the subject is refused: it could add a header of somebody's choice.
    """
    if not recipient:
        return Fault("no_address", "There is no e-mail address to write to.")
    if any(_CONTROL.search(text) for text in (recipient, subject, *names)):
        return Fault("bad_header", "A name, an address or the subject holds a line break or a control character.")
    if not is_address(recipient):
        return Fault("no_address", "This is not an e-mail address that can be written to.")
    if not subject or not body:
        return Fault("empty", "A message needs a subject and a text.")
    return None


def is_address(text: str) -> bool:
    """Whether a text is one plain e-mail address: nothing quoted, no second one hidden in it."""
    if not _PLAIN.fullmatch(text):
        return False
    try:
        return Address(addr_spec=text).addr_spec == text
    except (ValueError, IndexError, MessageError):
        return False
