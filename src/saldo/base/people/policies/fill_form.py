"""A page's form with what somebody had typed into it before: HTML in, HTML out.

Works on any form of ours without its knowledge. What is typed is put where a field of the same name stands; passwords,
files and the form's own token are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urlsplit

NEVER_FILLED = frozenset({"password", "file", "submit", "button", "image", "reset"})
OWN_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of a field

Attributes = Sequence[tuple[str, str | None]]


class Filled(NamedTuple):
    """The page, whether a form was found in it, and what had no field: name → values."""

    html: str
    found: bool
    left_over: dict[str, list[str]]


def fill_form(html: str, *, action: str, page: str, fields: Mapping[str, Sequence[str]], notice: str) -> Filled:
    """The page with the fields filled in of the forms that are posted to the path `action`, `notice` first in the form.

    `page` is the page's own path, which a form without an action is posted to.
    """
    filler = _Filler(action, page, {name: list(values) for name, values in fields.items()}, notice)
    filler.feed(html)
    filler.close()
    left = {
        name: values
        for name, values in filler.waiting.items()
        if any(values) and name not in filler.placed | filler.buttons | {OWN_TOKEN}
    }
    return Filled("".join(filler.written), filler.found, left)


class _Filler(HTMLParser):
    """Writes the page as it was read, but for the fields."""

    def __init__(self, action: str, page: str, waiting: dict[str, list[str]], notice: str) -> None:
        super().__init__(convert_charrefs=False)
        self.action, self.page, self.waiting, self.notice = action, page, waiting, notice
        self.written: list[str] = []
        self.placed: set[str] = set()
        self.buttons: set[str] = set()
        self.found = self.is_inside = self.is_skipping = False
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        known = dict(attrs)
        if tag == "form":
            self.is_inside = self._is_ours(known)
            self._write(self.get_starttag_text() or "")
            if self.is_inside and not self.found:
                self.found = True
                self._write(self.notice)
            return
        if self.is_inside and tag in ("input", "textarea", "select", "option", "button"):
            self._field(tag, known, attrs)
            return
        self._write(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)

    def _is_ours(self, form: Mapping[str, str | None]) -> bool:
        target = urlsplit(form.get("action") or "").path or self.page
        return (form.get("method") or "").lower() == "post" and target == self.action

    def _field(self, tag: str, known: Mapping[str, str | None], attrs: Attributes) -> None:
        name, kind = known.get("name") or "", (known.get("type") or "").lower()
        raw = self.get_starttag_text() or ""
        if tag == "select":
            self.select = name
            self._write(raw)
        elif tag == "option":
            self._write(self._chosen(attrs, "selected", self.select or "", known.get("value") or ""))
        elif tag == "button" or kind in NEVER_FILLED or not name or name == OWN_TOKEN:
            self.buttons.add(name)
            self._write(raw)
        elif tag == "textarea":
            self._write(raw)
            value = self._next(name)
            if value is not None:
                self._write("\n" + escape(value))
                self.is_skipping = True
        elif kind in ("checkbox", "radio"):
            self._write(self._chosen(attrs, "checked", name, known.get("value") or "on", tag="input"))
        else:
            value = self._next(name)
            self._write(raw if value is None else _tag("input", [*_without(attrs, "value"), ("value", value)]))

    def _chosen(self, attrs: Attributes, mark: str, name: str, value: str, *, tag: str = "option") -> str:
        if tag == "option" and name not in self.waiting:
            return self.get_starttag_text() or ""
        is_chosen = value in self.waiting.get(name, [])
        if is_chosen:
            self.placed.add(name)
        return _tag(tag, [*_without(attrs, mark), *([(mark, None)] if is_chosen else [])])

    def _next(self, name: str) -> str | None:
        values = self.waiting.get(name)
        if not values:
            return None
        self.placed.add(name)
        return values.pop(0) if len(values) > 1 else values[0]

    def handle_endtag(self, tag: str) -> None:
        self.is_skipping = self.is_skipping and tag != "textarea"
        self.is_inside = self.is_inside and tag != "form"
        self.select = None if tag == "select" else self.select
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._write(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def _write(self, text: str) -> None:
        if not self.is_skipping:
            self.written.append(text)


def _without(attrs: Attributes, name: str) -> list[tuple[str, str | None]]:
    return [one for one in attrs if one[0] != name]


def _tag(tag: str, attrs: Attributes) -> str:
    return (
        f"<{tag}" + "".join(f" {key}" if value is None else f' {key}="{escape(value)}"' for key, value in attrs) + ">"
    )
