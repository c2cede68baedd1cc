"""Refuses content of another shape than `paper_content` gives, with the place named, before it reaches a template."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from saldo.base.files.documents.paper_content import (
    CreditNoteContent,
    InvoiceContent,
    ReceiptContent,
    ReminderContent,
    StatementContent,
)
from saldo.kernel.errors import BadInput

CONTENT_OF_SHEET = {
    "invoice": InvoiceContent,
    "credit-note": CreditNoteContent,
    "receipt": ReceiptContent,
    "statement": StatementContent,
    "reminder": ReminderContent,
}

_DECIMAL = re.compile(r"-?[0-9]+(?:\.([0-9]+))?")
_URL = re.compile(r"https?://[^\s]+")
_ROWS_NEEDED = frozenset({"lines"})


def check_content(sheet: str, content: Mapping[str, Any]) -> None:
    """Raises BadInput, its `field` a path such as "lines.3.amount", unless the content is of the sheet's shape."""
    if sheet not in CONTENT_OF_SHEET:
        raise BadInput("unknown_sheet", f"There is no paper called {sheet!r}.")
    exponent = content.get("exponent")
    if not isinstance(exponent, int) or not 0 <= exponent <= 4:
        raise _wrong("exponent", "must be the number of decimals of the currency")
    _check(content, CONTENT_OF_SHEET[sheet], "", exponent)


def _check(value: Any, expected: Any, path: str, exponent: int) -> None:
    if get_origin(expected) is Annotated:
        _check_form(value, expected.__metadata__[0], path, exponent)
    elif is_typeddict(expected):
        _check_mapping(value, expected, path, exponent)
    elif get_origin(expected) is list:
        if not isinstance(value, (list, tuple)) or (path in _ROWS_NEEDED and not value):
            raise _wrong(path, "must be a list with something in it")
        for position, part in enumerate(value):
            _check(part, get_args(expected)[0], f"{path}.{position}", exponent)
    elif get_origin(expected) is Literal:
        if value not in get_args(expected):
            raise _wrong(path, f"must be one of {', '.join(get_args(expected))}")
    elif not isinstance(value, expected) or isinstance(value, bool):
        raise _wrong(path, f"must be of the type {expected.__name__}")


def _check_mapping(value: Any, expected: Any, path: str, exponent: int) -> None:
    if not isinstance(value, Mapping):
        raise _wrong(path, "must be an object")
    fields = _fields(expected)
    prefix = f"{path}." if path else ""
    for name in value.keys() - fields.keys():
        raise _wrong(f"{prefix}{name}", "is not known to papers")
    for name, (kind, required) in fields.items():
        part = value.get(name)
        if required and (part is None or part == ""):
            raise _wrong(f"{prefix}{name}", "is missing")
        if part is not None and part != "":
            _check(part, kind, f"{prefix}{name}", exponent)


def _check_form(value: Any, form: str, path: str, exponent: int) -> None:
    if not isinstance(value, str):
        raise _wrong(path, f"must be a string that holds a {form}")
    if form in ("amount", "number"):
        match = _DECIMAL.fullmatch(value)
        if match is None:
            raise _wrong(path, "must be a decimal number in a string")
        if form == "amount" and len(match.group(1) or "") > exponent:
            raise _wrong(path, "has more decimals than its currency")
    elif form == "day":
        _check_day(value, path)
    elif form == "url" and _URL.fullmatch(value) is None:
        raise _wrong(path, "must be an http or https address")
    elif form == "svg" and not value.startswith("<svg"):
        raise _wrong(path, "must be an SVG picture")


def _check_day(value: str, path: str) -> None:
    try:
        same = date.fromisoformat(value).isoformat() == value
    except ValueError:
        same = False
    if not same:
        raise _wrong(path, "must be a day such as 2026-11-22")


@lru_cache
def _fields(expected: Any) -> dict[str, tuple[Any, bool]]:
    """The kind of every field without its wrappers, and whether it is required."""
    hints = get_type_hints(expected, include_extras=True)
    return {name: (_bare(hint), name in expected.__required_keys__) for name, hint in hints.items()}


def _bare(hint: Any) -> Any:
    if get_origin(hint) is NotRequired:
        return _bare(get_args(hint)[0])
    if get_origin(hint) in (Union, UnionType):
        return next(part for part in get_args(hint) if part is not type(None))
    return hint


def _wrong(path: str, what: str) -> BadInput:
    return BadInput("paper_content", f"The paper cannot be made: {path} {what}.", field=path)
