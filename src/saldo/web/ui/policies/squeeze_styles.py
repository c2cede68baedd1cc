"""How the style sheets become the one that a page loads: joined, without comments and the space that people read by."""

from __future__ import annotations

import re
from collections.abc import Iterable

STRING = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
COMMENT_OR_STRING = re.compile(rf"/\*.*?\*/|({STRING})", re.DOTALL)
SPACE_OR_STRING = re.compile(rf"({STRING})|\s*([{{}};,])\s*|(:)\s+|(\s+)", re.DOTALL)


def squeeze_styles(sheets: Iterable[str]) -> str:
    """One sheet that says the same, in the same order. What stands in quotes is kept as it is."""
    text = COMMENT_OR_STRING.sub(lambda found: found[1] or "", "\n".join(sheets))
    text = SPACE_OR_STRING.sub(lambda found: found[1] or found[2] or found[3] or " ", text)
    return text.replace(";}", "}").strip() + "\n"
