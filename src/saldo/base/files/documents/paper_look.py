"""The inks of a paper: one accent of the seller's brand, made readable, and what is derived from it."""

import re

from saldo.kernel.errors import BadInput

LOOKS = ("plain", "ruled", "band")

_READABLE = 4.5  # contrast of normal text, WCAG 2.1 level AA
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
_INK = "#16181d"


def palette(accent: str, look: str) -> dict[str, str]:
    """The colours of a paper, each "#rrggbb".

    `brand` is the accent itself (mark and top band), `tint` its palest ground, `accent` and `rule` what is written and
    drawn with it, darkened to 4.5 : 1 on that ground; `on_brand` is written on the brand. Raises BadInput for an
    unknown look or a colour of another form.
    """
    if look not in LOOKS:
        raise BadInput("unknown_look", f"There is no look called {look!r}.")
    if not _COLOUR.fullmatch(accent):
        raise BadInput("not_a_colour", f"The accent must be of the form #rrggbb, not {accent!r}.")
    tint = _mixed(accent, "#ffffff", 9)
    readable = accent
    while contrast(readable, tint) < _READABLE:
        readable = _mixed(readable, "#000000", 90)
    return {
        "brand": accent,
        "tint": tint,
        "accent": readable,
        "rule": readable if look == "band" else _INK,
        "on_brand": "#ffffff" if contrast(accent, "#ffffff") >= _READABLE else _INK,
    }


def contrast(one: str, other: str) -> float:
    """The contrast of two colours from 1 to 21 (WCAG 2.1)."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, other: str, percent: int) -> str:
    """`percent` of a colour, the rest of the other."""
    parts = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{(mine * percent + theirs * (100 - percent)) // 100:02x}" for mine, theirs in parts)


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = _channels(colour)
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
