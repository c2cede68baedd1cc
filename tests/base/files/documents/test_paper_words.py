"""Every language has the words of English, with the same places to fill in."""

import json
import re
from typing import Any

import pytest

from saldo.base.files.documents.paper_words import paper_languages, paper_words, plural_category
from saldo.kernel.errors import BadInput

PLURALS = ("days_hint", "days")


def leaves(value: Any, path: str = "") -> dict[str, str]:
    if isinstance(value, dict):
        return {name: leaf for key, part in value.items() for name, leaf in leaves(part, f"{path}.{key}").items()}
    return {path: value} if isinstance(value, str) else {}


def without_plurals_and_numbers(words: dict[str, Any]) -> dict[str, Any]:
    return {key: part for key, part in words.items() if key not in PLURALS + ("numbers", "months", "months_short")}


def test_english_and_polish_are_there() -> None:
    assert {"en", "pl"} <= set(paper_languages())


@pytest.mark.parametrize("language", paper_languages())
def test_a_language_has_every_word_and_every_placeholder_of_english(language: str) -> None:
    english = leaves(without_plurals_and_numbers(paper_words("en")))
    words = leaves(without_plurals_and_numbers(paper_words(language)))

    assert words.keys() == english.keys()
    for path, sentence in words.items():
        if not path.startswith(".date"):
            assert set(re.findall(r"\{\w+\}", sentence)) == set(re.findall(r"\{\w+\}", english[path])), path
        assert sentence.strip(), path


@pytest.mark.parametrize("language", paper_languages())
def test_a_language_has_a_sentence_for_every_plural_it_counts_in(language: str) -> None:
    words = paper_words(language)
    for days in range(400):
        for name in PLURALS:
            assert "{days}" in words[name][plural_category(words, days)]


def test_polish_counts_one_few_and_many() -> None:
    words = paper_words("pl")
    assert [plural_category(words, number) for number in (1, 2, 5, 12, 22)] == ["one", "few", "many", "many", "few"]


def test_words_are_plain_json_and_a_copy_of_their_own() -> None:
    words = paper_words("pl")
    assert json.loads(json.dumps(words)) == words
    words["titles"]["invoice"] = "changed"
    assert paper_words("pl")["titles"]["invoice"] == "Faktura"


def test_polish_months_stand_in_the_genitive_and_numbers_in_the_polish_way() -> None:
    words = paper_words("pl")
    assert words["months"][9] == "października"
    assert (words["numbers"]["group"], words["numbers"]["decimal"]) == ("\u00a0", ",")
    assert words["numbers"]["symbol_first"] is False
    assert words["numbers"]["symbols"]["PLN"] == "zł"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(BadInput):
        paper_words("../en")
    with pytest.raises(BadInput):
        paper_words("tlh")
