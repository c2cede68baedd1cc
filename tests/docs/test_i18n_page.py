"""The glossary for translators says what the catalogues say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/contributing/i18n.md").read_text()
HEAD = ("Polish", "Spanish", "Portuguese", "Brazilian")
CODES = dict(zip(HEAD, ("pl", "es", "pt", "pt_BR"), strict=True))


def rows() -> list[list[str]]:
    table = PAGE[PAGE.index("| English |") :]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:] if line]


@pytest.mark.parametrize("language", HEAD)
def test_every_word_of_the_glossary_is_what_pages_say(language: str):
    code = CODES[language]
    path = ROOT / f"src/saldo/locale/{code}/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    words: dict[str, set[str]] = {}
    for message in catalogue:
        ids = message.id if isinstance(message.id, (tuple, list)) else [message.id]
        forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        words.setdefault(ids[0], set()).update(forms)
    table = rows()
    assert len(table) > 20
    for row in table:
        assert row[HEAD.index(language) + 1] in words.get(row[0], set()), row[0]


def test_the_page_names_every_language():
    assert all(re.search(rf"\b{name}\b", PAGE) for name in HEAD)
