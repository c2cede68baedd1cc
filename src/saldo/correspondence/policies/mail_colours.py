"""Which shades of a seller's colour can be read in a mail, light and dark?"""

from __future__ import annotations

import re
from typing import NamedTuple

_READABLE = 4.5  # contrast of normal text, WCAG 2.2 level AA
_LIGHT_CARD, _DARK_CARD = "#ffffff", "#1a1d23"
_LIGHT_INK, _DARK_INK = "#ffffff", "#0f1a24"


class MailColours(NamedTuple):
    """Each "#rrggbb": the link and button of a light mail and of a dark one, and the panel behind the amount."""

    accent: str
    on_accent: str
    panel: str
    dark_accent: str
    dark_on_accent: str


def mail_colours(brand: str) -> MailColours:
    """The shades of a brand colour of the form "#rrggbb"; any other text counts as Saldo's own blue."""
    base = brand.lower() if re.fullmatch(r"#[0-9a-fA-F]{6}", brand) else "#1f5f8b"
    panel = _mixed(base, _LIGHT_CARD, 8)
    return MailColours(
        accent=_until_readable(base, panel, "#000000"),
        on_accent=_LIGHT_INK,
        panel=panel,
        dark_accent=_until_readable(_mixed(base, "#ffffff", 55), _DARK_CARD, "#ffffff"),
        dark_on_accent=_DARK_INK,
    )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _until_readable(colour: str, ground: str, towards: str) -> str:
    while contrast(colour, ground) < _READABLE:
        colour = _mixed(colour, towards, 92)
    return colour


def _mixed(colour: str, other: str, percent: int) -> str:
    """`percent` of a colour, the rest of the other; the last steps towards black or white are not lost to rounding."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    mixed = [
        (mine * percent + theirs * (100 - percent) + (50 if theirs > mine else 0)) // 100 for mine, theirs in pairs
    ]
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = _channels(colour)
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
