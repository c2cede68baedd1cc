"""Sets a paper: frozen content and words in, PDF/A-3b and PDF/UA-1 out, the same bytes for the same input."""

import json
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

from saldo.base.files.documents.paper_fonts import font_families, fonts
from saldo.base.files.documents.paper_look import palette
from saldo.base.files.documents.paper_text import settable, without_absent
from saldo.base.files.documents.paper_words import paper_languages, paper_words, plural_category

TEMPLATE_VERSION = "v1"  # kept with the frozen content; a later version is a new folder, old folders stay
SHEETS = ("invoice", "credit-note", "receipt")
STANDARDS: Final = ["a-3b", "ua-1"]

_TEMPLATES = Path(__file__).parent / "typst"
_setting = threading.Lock()  # one compiler a process; setting holds the interpreter anyway

__all__ = ["SHEETS", "TEMPLATE_VERSION", "paper_languages", "paper_words", "render_paper"]


def render_paper(
    sheet: str,
    content: Mapping[str, Any],
    words: Mapping[str, Any],
    *,
    look: str = "plain",
    accent: str = "#1f5f8b",
    created_at: datetime,
) -> bytes:
    """The paper as a tagged PDF.

    `sheet` is one of `SHEETS`, `content` of the shape that `paper_content` describes, `words` what `paper_words` gave
    when the content was frozen, `created_at` an aware instant written into the file. Any text of the content is set as
    text. Raises ValueError for an unknown sheet, template version, look or colour and for content of another shape.
    """
    source = _source(sheet, content, words, look, accent)
    with _setting:
        made = _compiler().compile(
            input=source, format="pdf", pdf_standards=STANDARDS, timestamp=int(created_at.timestamp())
        )
    assert isinstance(made, bytes)
    return made


def _source(sheet: str, content: Mapping[str, Any], words: Mapping[str, Any], look: str, accent: str) -> bytes:
    version = content.get("template_version", TEMPLATE_VERSION)
    template = f"/{version}/{sheet}.typ"
    options = {"look": look, "palette": palette(accent, look), "fonts": list(font_families())}
    if content.get("terms_days") is not None:
        options["days_category"] = plural_category(words, content["terms_days"])
    data = json.dumps({"content": without_absent(settable(content)), "words": settable(words), "options": options})
    # JSON is ASCII here and holds no control character; inside a Typst string only these two need an escape.
    literal = data.replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "{template}": sheet\n#sheet(json(bytes("{literal}")))'.encode("ascii")


@lru_cache
def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(_TEMPLATES), font_paths=fonts())
