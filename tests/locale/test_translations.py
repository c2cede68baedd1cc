"""Whatever a customer reads is said in their language, all of it, with everything filled in."""

from __future__ import annotations

import re
from functools import cache
from gettext import c2py

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from saldo.kernel.locales import LOCALES
from tests.locale.sentences import CUSTOMERS_READ, SALDO, Sentence, customers_sentences, sentences

LANGUAGES = [language for language in LOCALES if language != "en"]

SAME = {
    "Total",  # es, pt, pt_BR
    "%(share)s%%",
    "E-mail",  # pl, pt, pt_BR
}
"""What is right although it is written as in English."""

PLACE = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


@cache
def catalogue(language: str) -> Catalog:
    with (SALDO / "locale" / language / "LC_MESSAGES/django.po").open("rb") as file:
        return read_po(file, locale=language)


def message_of(language: str, sentence: Sentence) -> Message | None:
    return catalogue(language).get(sentence.singular, context=sentence.context)


def forms_of(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, (tuple, list)) else [message.string]


def problems(language: str, sentence: Sentence) -> list[str]:
    message = message_of(language, sentence)
    if message is None:
        return ["missing"]
    forms = forms_of(message)
    found = ["fuzzy"] if message.fuzzy else []
    if not all(forms):
        return [*found, "empty"]
    if sentence.plural is not None and len(forms) != catalogue(language).num_plurals:
        found.append(f"{len(forms)} plural forms")
    if sentence.singular not in SAME and any(form in (sentence.singular, sentence.plural) for form in forms):
        found.append("as in English")
    return found + breaks(sentence, forms)


def breaks(sentence: Sentence, forms: list[str]) -> list[str]:
    """Where the forms would not fill in, or end, as the English sentence does."""
    found = []
    wanted = set(PLACE.findall(sentence.plural or sentence.singular))
    for position, form in enumerate(forms):
        places = set(PLACE.findall(form))
        # The form for one may say "one" instead of the number, where the English one does.
        if places != wanted and (position > 0 or places != set(PLACE.findall(sentence.singular))):
            found.append(f"fills in {sorted(places)}, not {sorted(wanted)}")
        if sentence.singular.endswith(":") and not form.endswith(":"):
            found.append("lacks its colon")
        if form != form.strip():
            found.append("begins or ends with a space")
        if names := re.findall(r"%\((\w+)\)", form):
            try:
                form % dict.fromkeys(names, 1)
            except (ValueError, TypeError) as error:
                found.append(str(error))
    return found


def test_the_sentences_of_every_place_are_read():
    paths = {path for one in customers_sentences().values() for path in one}
    for pattern in CUSTOMERS_READ:
        assert any(re.match(pattern, path) for path in paths), pattern
    said = {sentence.singular for sentence in customers_sentences()}
    assert {"Kind regards,", "Pay %(amount)s", "Still open with {company}: {total}"} <= said
    assert Sentence(None, "%(days)d day", "%(days)d days") in customers_sentences()
    assert Sentence("status", "Overdue", None) in customers_sentences()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_that_a_customer_reads_is_missing_guessed_or_english(language):
    found = {
        f"{sentence.singular} ({', '.join(sorted(set(paths)))})": faults
        for sentence, paths in customers_sentences().items()
        if (faults := problems(language, sentence))
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_console_is_said_in_every_language(language):
    said = {one: paths for one, paths in sentences().items() if any("show_components" not in path for path in paths)}
    found = {
        f"{sentence.singular} ({', '.join(sorted(set(paths)))})": faults
        for sentence, paths in said.items()
        if (faults := [one for one in problems(language, sentence) if one != "as in English"])
    }
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_fills_in_what_its_sentence_does(language):
    found = {}
    for sentence in sentences():
        message = message_of(language, sentence)
        if message is not None and all(forms_of(message)) and (faults := breaks(sentence, forms_of(message))):
            found[sentence.singular] = faults
    assert found == {}


@pytest.mark.parametrize(
    ("language", "counts"),
    [("pl", [1, 2, 5, 12, 22, 25]), ("es", [1, 2, 0]), ("pt", [1, 2, 0]), ("pt_BR", [1, 2, 0])],
)
def test_each_language_counts_as_it_is_spoken(language, counts):
    rule = re.search(r"plural=(.*);", catalogue(language).plural_forms)[1]
    spoken = {"pl": [0, 1, 2, 2, 1, 2], "es": [0, 1, 1], "pt": [0, 1, 1], "pt_BR": [0, 1, 0]}[language]
    assert len(set(spoken)) == catalogue(language).num_plurals
    assert [c2py(rule)(number) for number in counts] == spoken
