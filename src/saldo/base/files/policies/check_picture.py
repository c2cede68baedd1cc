"""Whether bytes are a picture that can stand on a letterhead: by what they hold, never by what they are called."""

from __future__ import annotations

import struct
import zlib
from typing import Final, NamedTuple

from saldo.kernel.errors import BadInput

MAX_BYTES: Final = 512 * 1024
MAX_SIDE: Final = 2400
MIN_SIDE: Final = 16

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_JPEG_SIZES = frozenset({0xC0, 0xC1, 0xC2})
_JPEG_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})


class Picture(NamedTuple):
    """What a picture is, and its size in pixels."""

    media_type: str
    width: int
    height: int


def check_picture(body: bytes) -> Picture:
    """The picture's type and size. Raises BadInput (field `logo`) for what is none, is damaged, too large or too small.

    PNG and JPEG only: an SVG is a program as much as a picture.
    """
    if len(body) > MAX_BYTES:
        raise _refused("too_large", f"The picture is larger than {MAX_BYTES // 1024} KB. Save it smaller.")
    if body.startswith(_PNG):
        picture = _png(body)
    elif body.startswith(_JPEG):
        picture = _jpeg(body)
    else:
        raise _refused("not_a_picture", "This file is not a picture. Choose a PNG or JPEG file.")
    if max(picture.width, picture.height) > MAX_SIDE:
        sentence = f"The picture is {picture.width} × {picture.height} pixels. At most {MAX_SIDE} on a side are taken."
        raise _refused("too_many_pixels", sentence)
    if min(picture.width, picture.height) < MIN_SIDE:
        raise _refused("too_few_pixels", f"The picture has fewer than {MIN_SIDE} pixels on a side.")
    return picture


def _refused(code: str, sentence: str) -> BadInput:
    return BadInput(code, sentence, field="logo")


def _damaged() -> BadInput:
    return _refused("damaged_picture", "This picture is damaged. Save it again from the program it was made with.")


def _png(body: bytes) -> Picture:
    """Walks through the chunks, each of which carries a checksum (PNG 3rd edition, section 5)."""
    at, size, kinds = len(_PNG), (0, 0), []
    while at + 12 <= len(body):
        length, kind = struct.unpack(">I4s", body[at : at + 8])
        end = at + 12 + length
        if end > len(body) or zlib.crc32(body[at + 4 : end - 4]) != struct.unpack(">I", body[end - 4 : end])[0]:
            raise _damaged()
        if kind == b"IHDR" and length == 13:
            size = struct.unpack(">II", body[at + 8 : at + 16])
        kinds.append(kind)
        at = end
        if kind == b"IEND":
            break
    if not kinds or kinds[0] != b"IHDR" or kinds[-1] != b"IEND" or b"IDAT" not in kinds:
        raise _damaged()
    return Picture("image/png", *size)


def _jpeg(body: bytes) -> Picture:
    """Walks through the segments to the frame that says the size (ITU T.81, annex B)."""
    at = 2
    while at + 4 <= len(body):
        if body[at] != 0xFF:
            break
        marker = body[at + 1]
        if marker == 0xFF or marker in _JPEG_ALONE:
            at += 1 if marker == 0xFF else 2
            continue
        (length,) = struct.unpack(">H", body[at + 2 : at + 4])
        if marker in _JPEG_SIZES and length >= 8 and at + 9 <= len(body) and body.rstrip(b"\0").endswith(b"\xff\xd9"):
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return Picture("image/jpeg", width, height)
        if length < 2:
            break
        at += 2 + length
    raise _damaged()
