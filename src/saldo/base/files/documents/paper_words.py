"""The words of a paper in one language: labels and sentences from `words/<language>.json`, numbers from CLDR.

A language is added by one file. What is returned is plain JSON, frozen by the caller beside the content, so that a
later translation or a newer CLDR changes no paper that was issued before.
"""

import copy
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale

from saldo.kernel.errors import BadInput
from saldo.kernel.locales import babel_locale

WORDS_FOLDER = Path(__file__).parent / "words"


@lru_cache
def paper_languages() -> tuple[str, ...]:
    """The languages a paper can be written in, as locale codes ("en", "pt_BR"), sorted."""
    return tuple(sorted(path.stem for path in WORDS_FOLDER.glob("*.json")))


def paper_words(language: str) -> dict[str, Any]:
    """All words of a paper in `language`, one of `paper_languages()`. Raises BadInput for another language."""
    return copy.deepcopy(_words(language))


def plural_category(words: Mapping[str, Any], number: int) -> str:
    """The CLDR plural category ("one", "few", "many", "other") of `number` in the language of `words`."""
    return str(Locale.parse(words["locale"]).plural_form(number))


@lru_cache
def _words(language: str) -> dict[str, Any]:
    if language not in paper_languages():
        known = ", ".join(paper_languages())
        raise BadInput("unknown_language", f"There are no papers in {language!r}, only in {known}.")
    words: dict[str, Any] = json.loads((WORDS_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    locale = Locale.parse(babel_locale(language))
    months = locale.months["format"]
    return words | {
        "locale": str(locale),
        "language": locale.language,
        "numbers": _number_words(locale),
        "months": [months["wide"][number] for number in range(1, 13)],
        "months_short": [months["abbreviated"][number] for number in range(1, 13)],
    }


def _number_words(locale: Locale) -> dict[str, Any]:
    symbols = locale.number_symbols["latn"]
    pattern = locale.currency_formats["standard"]
    before = pattern.prefix[0]
    return {
        "group": symbols["group"],
        "decimal": symbols["decimal"],
        "symbol_first": "¤" in before,
        "symbol_gap": before.partition("¤")[2],
        "symbols": {code: symbol for code, symbol in sorted(locale.currency_symbols.items()) if symbol != code},
    }
