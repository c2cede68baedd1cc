"""Which shades of a seller's colour can be read on Saldo's paper?

A seller's colour is theirs; legibility is the reader's. The colour is kept where it can be read and moved towards black
or white, in its own hue, until it can.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HEX = re.compile(r"#?([0-9a-fA-F]{6})")
READABLE = 4.5
"""WCAG 2.2, success criterion 1.4.3: the contrast of text."""

WASH_SHARE = 0.08
"""How much of the colour is in the tint behind a chosen row; more would make labels on it hard to read."""

LIGHT_SHEET, DARK_SHEET = "#ffffff", "#1b1e23"
LIGHT_SURFACES = ("#fbfbf9", "#ffffff", "#f2f2ee")
DARK_SURFACES = ("#14161a", "#1b1e23", "#20242a")
"""paper, sheet and well of tokens.css (a test keeps them equal)."""

BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True, slots=True)
class BrandColours:
    """Pairs, light then dark, as #rrggbb. `accent` is text, `fill` stands behind `on_fill`, `wash` behind ink."""

    accent: tuple[str, str]
    fill: tuple[str, str]
    hover: tuple[str, str]
    on_fill: tuple[str, str]
    wash: tuple[str, str]


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of #rrggbb, 0 to 255. Raises ValueError."""
    found = HEX.fullmatch(colour)
    if not found:
        raise ValueError(f"{colour!r} is not a colour like #2a3fb0.")
    digits = found[1]
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2 definition)."""
    linear = [
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        for share in (channel / 255 for channel in channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2.2 definition)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it, channel by channel."""
    pairs = zip(channels(colour), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _readable(colour: str, surfaces: tuple[str, ...], towards: str) -> str:
    for step in range(51):
        shade = mixed(colour, towards, step / 50)
        if all(contrast(shade, surface) >= READABLE for surface in surfaces):
            return shade
    return towards


def brand_colours(colour: str) -> BrandColours:
    """The readable shades of a seller's colour. Raises ValueError for what is not #rrggbb."""
    base = mixed(colour, BLACK, 0)
    washes = mixed(LIGHT_SHEET, base, WASH_SHARE), mixed(DARK_SHEET, base, WASH_SHARE)
    accent = (
        _readable(base, (*LIGHT_SURFACES, washes[0]), BLACK),
        _readable(base, (*DARK_SURFACES, washes[1]), WHITE),
    )
    fill = _readable(base, (WHITE,), BLACK)
    hover = mixed(fill, BLACK, 0.15)
    return BrandColours(accent=accent, fill=(fill, fill), hover=(hover, hover), on_fill=(WHITE, WHITE), wash=washes)
