"""Makes any text safe to set: composed, without controls, every character drawn."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from saldo.base.files.documents.paper_fonts import drawn_characters

_PICTURES = frozenset({"qr"})  # SVG, not prose: passed on as it is
# Joiners and selectors that shape their neighbours and draw nothing themselves.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_LINE_BREAK = re.compile(r"\r\n?|[\n\x0b\x0c\x85\u2028\u2029]")


def settable(value: Any, key: str = "") -> Any:
    """A copy of plain JSON in which every text can be set.

    A character that no font draws, or that is no character at all, becomes a visible substitute. Controls of direction
    are dropped, so that a name cannot turn its surroundings around. Every text becomes Unicode NFC.
    """
    if isinstance(value, str):
        return value if key in _PICTURES else settable_text(value)
    if isinstance(value, Mapping):
        return {name: settable(part, name) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [settable(part, key) for part in value]
    return value


def without_absent(value: Any) -> Any:
    """A copy of plain JSON without what is None or empty, at any depth: for a template, absent is absent."""
    if isinstance(value, Mapping):
        kept = {name: without_absent(part) for name, part in value.items()}
        return {name: part for name, part in kept.items() if part is not None and part not in ("", [], {})}
    if isinstance(value, (list, tuple)):
        return [part for part in map(without_absent, value) if part is not None and part != ""]
    return value


def settable_text(text: str) -> str:
    """One text that can be set, see `settable`."""
    return text if text.isascii() and text.isprintable() else _drawn(text)


def _drawn(text: str) -> str:
    composed = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    lines = _LINE_BREAK.sub("\n", composed).replace("\t", " ")
    visible = _INVISIBLE.sub("", lines)
    drawn, substitute = drawn_characters(), _substitute()
    cleaned = "".join(sign if sign == "\n" or ord(sign) in drawn else _instead(sign, substitute) for sign in visible)
    return cleaned or (substitute if text else "")  # what was said must not vanish


def _instead(sign: str, substitute: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cc":
        return ""
    return " " if category == "Zs" else substitute


@lru_cache
def _substitute() -> str:
    return "\ufffd" if 0xFFFD in drawn_characters() else "?"
