"""What the agency sells, in the words of each language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

RATES = {"EUR": 1.0, "GBP": 0.86, "PLN": 4.25}
"""What the agency multiplies its EUR prices by."""


@dataclass(frozen=True)
class Work:
    """A kind of work: its net price range in EUR, and by language its title and the lines of its invoices."""

    low: int
    high: int
    titles: Mapping[str, str]
    lines: Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, Any]]:
    text = resources.files("saldo.demo").joinpath("works.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@lru_cache(maxsize=1)
def all_works() -> dict[str, Work]:
    """By kind."""
    works: dict[str, Work] = {}
    for kind, table in _tables().items():
        if kind == "words":
            continue
        prices: list[int] = table["price"]
        titles = {language: words[0] for language, words in table.items() if language != "price"}
        lines = {language: tuple(words[1:]) for language, words in table.items() if language != "price"}
        works[kind] = Work(prices[0], prices[1], titles, lines)
    return works


def words_of(language: str) -> Mapping[str, str]:
    """What is said around the work: parts of a project, hours, travel."""
    found: Mapping[str, str] = _tables()["words"][language]
    return found


def price_in(currency: str, eur: float, *, step: int = 10) -> int:
    """A EUR price in another currency, as it would stand in an offer: a multiple of `step`."""
    return max(step, round(eur * RATES[currency] / step) * step)
