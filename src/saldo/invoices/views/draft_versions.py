"""Two people wrote in the same draft: what was saved meanwhile beside what was typed, and taking either, per field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from saldo.invoices.forms import DraftForm, LineForm
from saldo.invoices.views.draft_form import DraftPage

_HIDDEN = ("id", "version")


class Difference(NamedTuple):
    """A field or line of which there are two versions; `take` is what the button sends that takes the saved one."""

    label: str
    theirs: str
    mine: str
    take: str


def differences(saved: DraftPage, mine: DraftPage) -> list[Difference]:
    """Where the two differ, field by field and line by line, as both would stand in the form."""
    found = []
    for name in DraftForm.base_fields:
        theirs, own = _words(saved.head, name), _words(mine.head, name)
        if name not in _HIDDEN and theirs != own:
            found.append(Difference(str(mine.head[name].label), theirs, own, f"take_{name}"))
    for index in range(max(len(saved.lines), len(mine.lines))):
        theirs, own = _line_words(saved, index), _line_words(mine, index)
        if theirs != own:
            found.append(Difference(_("Line %(number)s") % {"number": index + 1}, theirs, own, f"take_line_{index}"))
    return found


def with_theirs(data: QueryDict, saved: DraftPage) -> QueryDict:
    """What was typed, with the field or line that `do` names as it was saved."""
    wanted = str(data.get("do", "")).removeprefix("take_")
    merged = data.copy()
    if wanted in DraftForm.base_fields and wanted not in _HIDDEN:
        merged[wanted] = _value(saved.head, wanted)
    number = wanted.removeprefix("line_")
    if number != wanted and number.isascii() and number.isdigit() and len(number) < 4:
        index = int(number)
        line = saved.lines[index] if index < len(saved.lines) else None
        for name in LineForm.base_fields:
            merged[f"line{index}-{name}"] = _value(line, name) if line else ""
        written = str(merged.get("line_count", "")) or "0"
        merged["line_count"] = str(max(int(written) if written.isdigit() else 0, index + 1))
    return merged


def _value(form: DraftForm | LineForm, name: str) -> str:
    value = form[name].value()
    return "" if value is None else str(value)


def _words(form: DraftForm | LineForm, name: str) -> str:
    """The value as a reader sees it: a choice by its name."""
    value = _value(form, name).strip()
    choices: Mapping[str, Any] = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, value)) if value else ""


def _line_words(page: DraftPage, index: int) -> str:
    if index >= len(page.lines):
        return ""
    line = page.lines[index]
    parts = {name: _words(line, name) for name in line.fields}
    if not parts["description"] and not parts["unit_price"]:
        return ""
    amount = " ".join(part for part in (parts["quantity"], parts["unit"], "×", parts["unit_price"]) if part)
    discount = f"−{parts['discount_percent']} %" if parts["discount_percent"] else ""
    rest = (parts["description"], amount, discount, parts["tax_code_id"], parts["detail"])
    return ", ".join(part for part in rest if part)
