"""A person's text with variables becomes the text that is sent."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\{([^{}\n]*)\}")

VARIABLES = ("total", "count", "invoices", "oldest_days", "company")
"""What a subject or text may name: the amounts asked for, how many invoices as a number and as words, for how many
days the oldest has been due, the issuer's name."""


def fill_variables(text: str, values: Mapping[str, str]) -> str:
    """The text with every known `{variable}` replaced; unknown ones stay as they are."""
    return _VARIABLE.sub(lambda found: values.get(found[1].strip(), found[0]), text)


def stray_braces(text: str) -> bool:
    """Whether a brace stands in the text that belongs to no variable: something was meant and mistyped."""
    rest = _VARIABLE.sub("", text)
    return "{" in rest or "}" in rest


def unknown_variables(text: str) -> list[str]:
    """What stands in braces and is no variable, in order: a message with such a thing in it is never sent."""
    names = [found.strip() for found in _VARIABLE.findall(text)]
    return [name for name in names if name not in VARIABLES]
