"""Pictures made by hand, byte by byte."""

from __future__ import annotations

import struct
import zlib


def png(width: int = 120, height: int = 40, *, colour: bytes = b"\x1f\x5f\x8b", data: bytes | None = None) -> bytes:
    """A PNG of one colour; `data` stands in for its pixels, to damage it."""
    rows = zlib.compress((b"\0" + colour * width) * height) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def jpeg_head(width: int, height: int) -> bytes:
    """The beginning and the end of a JPEG: enough to read its size from, not enough to draw it."""
    comment = b"\xff\xfe" + struct.pack(">H", 6) + b"made"
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + comment + frame + b"\xff\xd9"
