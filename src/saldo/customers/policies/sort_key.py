"""A name folded for sorting and searching, so that no collation of the database decides."""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 200

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"})
_NOT_WORD = re.compile(r"[\W_]+")


def sort_key(name: str) -> str:
    """Lower case, without accents and punctuation, words parted by one blank: "Łódź & Søn, S.A." -> "lodz son s a".

    A name made of nothing but punctuation is its own key in lower case.
    """
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(one for one in decomposed if not unicodedata.combining(one)).translate(_PLAIN)
    return (_NOT_WORD.sub(" ", letters).strip() or name.strip().casefold())[:MAX_LENGTH]
