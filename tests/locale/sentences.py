"""The sentences of the product, read from its source as `make messages` does, without GNU gettext."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize

SALDO = Path(__file__).parents[2] / "src/saldo"

KEYWORDS = {
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop", "_"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}

CONSOLE_ONLY = "console|filters|file_drop|pager|row_report|show_components|sign_in|who"
CUSTOMERS_READ = (
    r"(correspondence|invoices|settlement|collections|cases)/templates/\w+/mail(?!_preview)",
    r"(invoices|settlement)/documents/",
    r"collections/documents/reminder_(mail|words)\.py",
    r"(payments|cases)/choices\.py",
    r"web/portal/",
    r"web/ui/(choices\.py|templatetags/)",
    rf"web/ui/templates/(?!ui/({CONSOLE_ONLY})\.html)",
)
"""Where the words stand that customers read: mails, portal, and what these are made of."""


class Sentence(NamedTuple):
    """A sentence (with its plural, if it counts) and the context that tells it from a twin."""

    context: str | None
    singular: str
    plural: str | None


@cache
def sentences() -> dict[Sentence, list[str]]:
    """Every sentence of the source with the files it stands in."""
    found: dict[Sentence, list[str]] = {}
    for path in sorted(SALDO.rglob("*")):
        relative = path.relative_to(SALDO).as_posix()
        is_template = path.suffix in (".html", ".txt") and "/templates/" in relative
        if is_template or (path.suffix == ".py" and "/migrations/" not in relative):
            for sentence in _read(path, is_template=is_template):
                found.setdefault(sentence, []).append(relative)
    return found


def customers_sentences() -> dict[Sentence, list[str]]:
    """The sentences that a customer may read, with the files that say so."""
    faces = re.compile("|".join(CUSTOMERS_READ))
    read = {one: [path for path in paths if faces.match(path)] for one, paths in sentences().items()}
    return {one: paths for one, paths in read.items() if paths}


def _read(path: Path, *, is_template: bool) -> Iterator[Sentence]:
    text = path.read_text(encoding="utf-8")
    if is_template:
        # Made to look like a program by Django; its indentation would mislead a reader of Python.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    for _, message, _, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        yield Sentence(context, singular, plural)
