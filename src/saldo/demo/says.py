"""What customers write, and what the agency answers, in the words of each language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import NamedTuple


class Dispute(NamedTuple):
    """A reason (a CaseReason), the customer's words, our answer, and what the credit note says."""

    reason: str
    words: str
    answer: str
    on_the_note: str


class Question(NamedTuple):
    """The customer's words and our answer."""

    words: str
    answer: str


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, list[list[str]]]]:
    return tomllib.loads(resources.files("saldo.demo").joinpath("says.toml").read_text(encoding="utf-8"))


def disputes(language: str) -> list[Dispute]:
    """What somebody may object to."""
    return [Dispute(*one) for one in _tables()[language]["disputes"]]


def questions(language: str) -> list[Question]:
    """What somebody may ask."""
    return [Question(*one) for one in _tables()[language]["questions"]]
