"""Sets a paper: frozen content and words in, PDF/A-3b and PDF/UA-1 out, the same bytes for the same input."""

import json
import os
import re
import threading
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from saldo.base.files.documents.paper_check import CONTENT_OF_SHEET, check_content
from saldo.base.files.documents.paper_fonts import font_families, fonts
from saldo.base.files.documents.paper_look import LOOKS, palette
from saldo.base.files.documents.paper_text import settable, without_absent
from saldo.base.files.documents.paper_words import paper_languages, paper_words, plural_category
from saldo.kernel.errors import BadInput

TEMPLATE_VERSION = "v1"
"""Kept with the frozen content as `template_version`. A later version is a new folder; old folders stay for ever."""
SHEETS = tuple(CONTENT_OF_SHEET)

__all__ = ["LOOKS", "SHEETS", "TEMPLATE_VERSION", "draw_paper", "paper_languages", "paper_words", "render_paper"]

_TEMPLATES = Path(__file__).parent / "typst"
_VERSION = re.compile(r"v[1-9][0-9]*")
_setting = threading.Lock()


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
    when the content was frozen, `look` one of `LOOKS`, `accent` "#rrggbb", `created_at` an aware instant that is
    written into the file. Any text of the content is set as text; what no font draws is replaced visibly.

    Raises BadInput for an unknown sheet, template version, look or colour and for content of another shape, and
    RuntimeError in a process that was forked from one that has set papers: Typst's threads do not survive a fork.
    """
    if created_at.tzinfo is None:
        raise BadInput("naive_instant", "The instant of a paper needs a time zone.", field="created_at")
    check_content(sheet, content)
    return _compiled(_source(sheet, content, words, look, accent), int(created_at.timestamp()))


def draw_paper(
    sheet: str, content: Mapping[str, Any], words: Mapping[str, Any], *, look: str, accent: str, ppi: float
) -> bytes:
    """The paper's first page as a PNG, for somebody who tries out how it looks. Raises as `render_paper` does."""
    check_content(sheet, content)
    with _setting:
        compiler, _owner = _compiler()
        made = compiler.compile(input=_source(sheet, content, words, look, accent), format="png", ppi=ppi)
    page = made[0] if isinstance(made, list) else made
    if not isinstance(page, bytes):
        raise RuntimeError("Typst gave no picture.")
    return page


def _source(sheet: str, content: Mapping[str, Any], words: Mapping[str, Any], look: str, accent: str) -> bytes:
    """A Typst file that calls the sheet's template with everything it needs, and is never written to a disk."""
    version = content.get("template_version") or TEMPLATE_VERSION
    if not _VERSION.fullmatch(version) or not (_TEMPLATES / version).is_dir():
        raise BadInput("unknown_template", f"There is no template version {version!r}.", field="template_version")
    options: dict[str, Any] = {"look": look, "palette": palette(accent, look), "fonts": font_families()}
    if content.get("terms_days") is not None:
        options["days_category"] = plural_category(words, content["terms_days"])
    if sheet in ("statement", "reminder"):
        options["late"] = [_late(words, item.get("late_days")) for item in content.get("items") or ()]
    data = {"content": without_absent(settable(content)), "words": settable(words), "options": options}
    # JSON is ASCII here and holds no control character; inside a Typst string only these two need an escape.
    literal = json.dumps(data).replace("\\", "\\\\").replace('"', '\\"')
    return f'#import "/{version}/{sheet}.typ": sheet\n#sheet(json(bytes("{literal}")))'.encode("ascii")


def _late(words: Mapping[str, Any], days: int | None) -> str | None:
    """ "12 days", where it is late."""
    return words["days"][plural_category(words, days)].replace("{days}", str(days)) if days else None


def _compiled(source: bytes, timestamp: int) -> bytes:
    with _setting:  # Typst holds the interpreter while it sets, so a second compiler would gain nothing
        compiler, owner = _compiler()
        if owner != os.getpid():
            raise RuntimeError("This process was forked from one that has set papers; start it anew instead.")
        made = compiler.compile(input=source, format="pdf", pdf_standards=["a-3b", "ua-1"], timestamp=timestamp)
    if not isinstance(made, bytes):
        raise RuntimeError("Typst gave no PDF.")
    return made


@lru_cache
def _compiler() -> tuple[typst.Compiler, int]:
    """One compiler a process, with the process that it belongs to; what it has set once it sets faster again."""
    return typst.Compiler(root=str(_TEMPLATES), font_paths=fonts()), os.getpid()
