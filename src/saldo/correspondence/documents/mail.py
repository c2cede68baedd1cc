"""A message becomes a mail: subject, text and HTML from one set of templates and one set of values.

Clients read inlined styles only, so the style sheet is written into the elements here; what cannot be inlined (narrow
screens, dark mode) stays in the head. Amounts and dates come formatted: a template computes nothing.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import css_inline
from django.template import Context, loader
from django.utils import translation

from saldo.correspondence.policies.mail_colours import MailColours, mail_colours

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

WIDTH = 72
"""Characters in a line of the text: with a quote mark or two it still fits 80."""

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_style_tags=False)


class RenderedMail(NamedTuple):
    """A mail as it will be sent."""

    subject: str
    text: str
    html: str


class MailRow(NamedTuple):
    """A row of a mail's table; `amount` is formatted, without the currency's sign."""

    label: str
    amount: str
    detail: str = ""


class MailSender(NamedTuple):
    """Who writes: what the signature, the footer and the colours of a mail are made of."""

    name: str
    short_name: str
    address: str
    tax_id: str
    legal_line: str
    person: str
    role: str
    phone: str
    colours: MailColours

    @classmethod
    def of(cls, entity: LegalEntity) -> MailSender:
        """An issuer as it signs its mails."""
        return cls(
            name=entity.name,
            short_name=entity.short_name or entity.name,
            address=", ".join(entity.address_lines),
            tax_id=entity.tax_id,
            legal_line=entity.legal_line,
            person=entity.accounts_name,
            role=entity.accounts_role,
            phone=entity.phone,
            colours=mail_colours(entity.brand_colour),
        )


def render_mail(template: str, context: Mapping[str, Any], language: str) -> RenderedMail:
    """Render `<template>_subject.txt`, `<template>.txt` and `<template>.html` in a language ("en", "pt_BR").

    The templates extend `correspondence/mail.txt` and `.html`, which want `sender` (MailSender), `salutation` and
    `recipient_company` in the context. A stored salutation is written with its own punctuation, or with a comma where
    it ends in a letter. HTML is escaped, text is not; a subject is one line whatever its values hold.
    """
    values = dict(context)
    with translation.override(translation.to_language(language)):
        values["salutation"] = _punctuated(values.get("salutation") or "")
        values["language"] = translation.get_language()
        subject = _one_line(_plain(f"{template}_subject.txt", values))
        values["subject"] = subject
        text = wrap_text(_plain(f"{template}.txt", values))
        html = loader.get_template(f"{template}.html").render(values)
    return RenderedMail(subject, text, _INLINER.inline(html))


def _punctuated(salutation: str) -> str:
    """ "Dear Agnieszka" as a line of its own: with a comma, unless it brings its own end, such as "Estimada Lucía:"."""
    stripped = salutation.strip()
    return f"{stripped}," if stripped and unicodedata.category(stripped[-1])[0] in "LMN" else stripped


def _plain(template: str, values: Mapping[str, Any]) -> str:
    found = loader.get_template(template).template  # type: ignore[attr-defined]
    return str(found.render(Context(dict(values), autoescape=False)))


def _one_line(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines()).strip()


def wrap_text(text: str) -> str:
    """Lines of at most 72 characters, addresses kept whole; no more than one empty line in a row."""
    lines: list[str] = []
    for line in (one for whole in text.strip().split("\n") for one in _wrapped(whole.rstrip())):
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _wrapped(line: str) -> Sequence[str]:
    if line == "--":
        return ["-- "]  # RFC 3676 4.3: what follows is a signature; mail programs leave it out of answers
    if len(line) <= WIDTH:
        return [line]
    indent = line[: len(line) - len(line.lstrip(" "))]
    return textwrap.wrap(
        line,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent,
        drop_whitespace=True,
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


def set_row(row: MailRow) -> str:
    """A row of a table as text: the label left, the amount right on its last line, the detail below, indented."""
    room = WIDTH - len(row.amount) - 2
    labels = textwrap.wrap(_one_line(row.label), room, break_on_hyphens=False) or [""]
    lines = [*labels[:-1], f"{labels[-1]:<{room}}  {row.amount}"]
    return "\n".join([*lines, *_details(row.detail)])


def _details(detail: str) -> Iterator[str]:
    yield from textwrap.wrap(_one_line(detail), WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
