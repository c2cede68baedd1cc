"""What a document's file is called when somebody saves it."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[^\w.-]+")


def file_name(number: str) -> str:
    """FT 2026/118 is FT-2026-118.pdf: the number with a dash for whatever a file system or header might not like."""
    return f"{_UNSAFE.sub('-', number).strip('-.')[:80] or 'document'}.pdf"
