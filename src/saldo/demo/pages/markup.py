"""HTML by filling templates; everything that is not already markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Markup(str):
    """Text that is HTML already. Only templates of ours and `fill` may make it."""

    __slots__ = ()


def fill(template: str, /, **values: object) -> Markup:
    """The template with each `{name}` replaced; strings are escaped, `Markup` stands as it is, None is empty."""
    return Markup(template.format_map({name: _render(value) for name, value in values.items()}))


def join(parts: Iterable[object]) -> Markup:
    """The parts one after another, each escaped unless it is `Markup`."""
    return Markup("".join(_render(part) for part in parts))


def _render(value: object) -> str:
    if isinstance(value, Markup):
        return str(value)
    return "" if value is None else escape(str(value), quote=True)
