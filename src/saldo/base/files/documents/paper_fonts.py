"""Which fonts a paper is set in, and which characters they draw.

Under PDF/A a missing glyph is an error, and a customer's name must not block an invoice: what no font draws is
replaced by a visible substitute before the paper is set.
"""

import importlib.util
import struct
from functools import lru_cache
from pathlib import Path

import typst

# The first two are required. The others are used where somebody has installed them.
REQUIRED_PACKAGES = ("fontpkg_inter", "fontpkg_noto_sans")
OPTIONAL_PACKAGES = (
    "fontpkg_noto_sans_arabic",
    "fontpkg_noto_sans_devanagari",
    "fontpkg_noto_sans_tamil",
    "fontpkg_noto_sans_telugu",
    "fontpkg_noto_sans_thai",
    "fontpkg_noto_sans_khmer",
)

_CONTROLS = frozenset(range(0x20)) | frozenset(range(0x7F, 0xA0))  # fonts map some of them to a glyph all the same


@lru_cache
def font_folders() -> tuple[Path, ...]:
    """The folders of the font packages that are installed. Raises RuntimeError if a required one is not."""
    found = {name: importlib.util.find_spec(name) for name in REQUIRED_PACKAGES + OPTIONAL_PACKAGES}
    missing = [name for name in REQUIRED_PACKAGES if found[name] is None]
    if missing:
        raise RuntimeError(f"Font packages are not installed: {', '.join(missing)}.")
    return tuple(Path(spec.origin).parent for spec in found.values() if spec is not None and spec.origin is not None)


@lru_cache
def fonts() -> typst.Fonts:
    """The fonts of all papers, read once a process; never a font of the machine, so that every machine sets alike."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(path) for path in font_folders()]
    )


@lru_cache
def font_families() -> tuple[str, ...]:
    """The names of the families in the order in which a glyph is looked for: Inter first."""
    return tuple(sorted(fonts().families(), key=lambda name: (name != "Inter", name != "Noto Sans", name)))


@lru_cache
def drawn_characters() -> frozenset[int]:
    """The code points, controls aside, that the upright cut of at least one font draws."""
    drawn: set[int] = set()
    for font in fonts().fonts():
        if font.style == "normal" and font.path is not None:
            drawn |= _character_map(Path(font.path).read_bytes())
    return frozenset(drawn - _CONTROLS)


def _character_map(font: bytes) -> set[int]:
    """The code points that a TrueType or OpenType font maps to a glyph (its `cmap`, formats 4 and 12)."""
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(_short(font, 4)))
    start = next(offset for tag, _, offset, _ in entries if tag == b"cmap")
    drawn: set[int] = set()
    for i in range(_short(font, start + 2)):
        platform, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * i)
        form = _short(font, start + offset)
        if platform in (0, 3) and form == 4:  # Unicode, Windows
            drawn |= _segments(font, start + offset)
        elif platform in (0, 3) and form == 12:
            drawn |= _groups(font, start + offset)
    return drawn


def _short(font: bytes, at: int) -> int:
    return int.from_bytes(font[at : at + 2], "big")


def _groups(font: bytes, at: int) -> set[int]:
    """Format 12: ranges of all planes with the glyph of their first code point."""
    count = struct.unpack_from(">I", font, at + 12)[0]
    ranges = (struct.unpack_from(">III", font, at + 16 + 12 * i) for i in range(count))
    return {code for first, last, glyph in ranges for code in range(first, last + 1) if glyph + code - first}


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: segments of the basic plane; glyph 0 is none, and the last segment, 0xFFFF, is only an end."""
    size = _short(font, at + 6)  # of each of the four parallel arrays, in bytes
    ends, starts, deltas, offsets = at + 14, at + 16 + size, at + 16 + 2 * size, at + 16 + 3 * size
    drawn: set[int] = set()
    for segment in range(0, size, 2):
        first, last, delta = (_short(font, array + segment) for array in (starts, ends, deltas))
        offset = _short(font, offsets + segment)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = _short(font, offsets + segment + offset + 2 * (code - first)) if offset else code
            if (glyph or not offset) and (glyph + delta) & 0xFFFF:
                drawn.add(code)
    return drawn
