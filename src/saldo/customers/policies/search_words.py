"""What somebody typed into the search field, in the shapes in which the columns keep it."""

from __future__ import annotations

from typing import NamedTuple

from saldo.customers.policies.sort_key import sort_key

SHORTEST = 3
"""Letters from which words inside a name are searched; fewer find the beginning of a name only."""

MAX_LENGTH = 100
MAX_WORDS = 6


class SearchWords(NamedTuple):
    """The arguments of `customers_search`, in its order."""

    name_words: str
    name_beginning: str
    number_beginning: str
    email_beginning: str


def search_words(search: str) -> SearchWords:
    """ "Łódź bak" -> words `'lodz':* & 'bak':*` (text of a tsquery, empty for too few letters) and beginnings."""
    typed = search.replace("\0", "").strip()[:MAX_LENGTH]
    folded = sort_key(typed)
    words = [word for word in folded.split() if word.isalnum()][:MAX_WORDS]
    long_enough = max(map(len, words), default=0) >= SHORTEST
    query = " & ".join(f"'{word}':*" for word in words) if long_enough else ""
    return SearchWords(query, folded, typed.upper(), typed.lower())
