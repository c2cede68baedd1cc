"""Translations are compiled by whoever starts first."""

from __future__ import annotations

import gettext
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

import saldo.config.catalogues
from saldo.config.catalogues import CATALOGUE, ready_catalogues

TEXT = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\\n"

msgid "Paid"
msgstr "{word}"

#, fuzzy
msgid "Open"
msgstr "Guessed"

msgctxt "status"
msgid "Paid"
msgstr "Opłacona"

msgid "%(n)d invoice"
msgid_plural "%(n)d invoices"
msgstr[0] "%(n)d faktura"
msgstr[1] "%(n)d faktury"
msgstr[2] "%(n)d faktur"
"""


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "locale"
    write(folder, "Zapłacone")
    return folder


def write(folder, word):
    path = folder / "pl" / CATALOGUE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.replace("{word}", word), encoding="utf-8")
    return path


def catalogue(folder):
    with (folder / "pl" / CATALOGUE).with_suffix(".mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_every_text_is_compiled_beside_itself_with_contexts_and_plurals(source, tmp_path):
    assert ready_catalogues(source, data=tmp_path / "data") == source
    words = catalogue(source)
    assert words.gettext("Paid") == "Zapłacone"
    assert words.pgettext("status", "Paid") == "Opłacona"
    assert [words.ngettext("%(n)d invoice", "%(n)d invoices", n) for n in (1, 3, 12)] == [
        "%(n)d faktura",
        "%(n)d faktury",
        "%(n)d faktur",
    ]
    assert words.gettext("Open") == "Open", "what a person has not confirmed is not shown"
    assert not (tmp_path / "data").exists()


def test_a_newer_text_is_compiled_again_and_an_older_one_left_alone(source, tmp_path):
    ready_catalogues(source, data=tmp_path)
    compiled = (source / "pl" / CATALOGUE).with_suffix(".mo")
    os.utime(compiled, (2_000_000_000, 2_000_000_000))
    write(source, "Inaczej")
    ready_catalogues(source, data=tmp_path)
    assert catalogue(source).gettext("Paid") == "Zapłacone"
    os.utime(compiled, (1_000_000_000, 1_000_000_000))
    ready_catalogues(source, data=tmp_path)
    assert catalogue(source).gettext("Paid") == "Inaczej"


def test_where_the_package_cannot_be_written_the_data_folder_holds_them(source, tmp_path, monkeypatch):
    real = saldo.config.catalogues._compile

    def refuse(text, compiled):
        if compiled.is_relative_to(source):
            raise PermissionError(compiled)
        real(text, compiled)

    monkeypatch.setattr(saldo.config.catalogues, "_compile", refuse)
    folder = ready_catalogues(source, data=tmp_path / "data")
    assert folder == tmp_path / "data" / "locale"
    assert catalogue(folder).gettext("Paid") == "Zapłacone"


def test_several_processes_may_start_at_once(source, tmp_path):
    with ThreadPoolExecutor(8) as threads:
        for _ in range(5):
            shutil.rmtree(source / "pl")
            write(source, "Zapłacone")
            assert set(threads.map(lambda _: ready_catalogues(source, data=tmp_path / "data"), range(8))) == {source}
            assert catalogue(source).gettext("Paid") == "Zapłacone"
    assert [path.name for path in (source / "pl/LC_MESSAGES").iterdir() if path.suffix == ".part"] == []
