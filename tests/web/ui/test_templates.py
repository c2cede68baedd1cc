"""Templates obey the content security policy, and the design system keeps within its weight."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template.loader import get_template, render_to_string

from saldo.web.ui.finders import SHEETS_IN_ORDER, joined_styles

SALDO = Path(__file__).parents[3] / "src/saldo"
UI = SALDO / "web/ui"
STATIC = UI / "static/ui"

TEMPLATES = sorted(path for path in SALDO.rglob("templates/**/*.html") if not path.name.startswith("mail"))
"""Mails are left out: their readers know inlined styles only."""

CSS_BUDGET, SCRIPT_BUDGET = 40_000, 10_000

SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.IGNORECASE | re.DOTALL)
TAG = re.compile(r"<[a-z][^<>]*>", re.IGNORECASE | re.DOTALL)
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
FORBIDDEN_ATTRIBUTE = re.compile(r"""\s(style|on[a-z]+|hx-on[\w:.-]*)\s*=""", re.IGNORECASE)


def breaches(source: str) -> Iterator[str]:
    """What the policy `script-src 'self'; style-src 'self'` would block."""
    for attributes, body in SCRIPT.findall(source):
        if body.strip():
            yield f"<script> with a body: {body.strip()[:60]}"
        elif not re.search(r"\bsrc\s*=", attributes):
            yield "<script> without a source"
    if re.search(r"<style\b", source, re.IGNORECASE):
        yield "<style>"
    if re.search(r"""(href|action|src)\s*=\s*["']\s*javascript:""", source, re.IGNORECASE):
        yield "an address that is a script"
    for tag in TAG.findall(TEMPLATE_CODE.sub("", source)):
        yield from (f"{name}=" for name in FORBIDDEN_ATTRIBUTE.findall(re.sub(r'"[^"]*"|\'[^\']*\'', '""', tag)))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SALDO).as_posix())
def test_a_template_holds_no_inline_script_or_style(path: Path):
    assert list(breaches(path.read_text())) == []


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        "<SCRIPT type='module'>\nimport x\n</SCRIPT >",
        "<script></script>",
        '<p style="color:red">',
        '<p class="a"\n  style = "color:red">',
        "<a {% if x > 1 %}href='y'{% endif %} onclick='z()'>",
        '<button hx-on:click="z()">',
        '<button hx-on::after-request="z()">',
        "<style>p{}</style>",
        '<a href="javascript:z()">',
    ],
)
def test_a_breach_is_found(source: str):
    assert list(breaches(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "ui/ui.js" %}" defer></script>',
        '<meta content=\'{"a": "style=1 onclick=2"}\'>',
        "<p>on one = two, style = calm</p>",
        '<link rel="stylesheet" href="x">',
    ],
)
def test_what_the_policy_allows_is_no_breach(source: str):
    assert list(breaches(source)) == []


def test_the_styles_keep_within_their_weight():
    """What a page loads, with the sheets that only a few pages load on top."""
    others = [path for path in SALDO.rglob("static/**/*.css") if path.parent != STATIC]
    assert 0 < len(joined_styles().encode()) + sum(path.stat().st_size for path in others) < CSS_BUDGET


def test_every_style_sheet_is_loaded():
    assert {path.stem for path in STATIC.glob("*.css")} == set(SHEETS_IN_ORDER)


def test_the_script_keeps_within_its_weight():
    assert 0 < sum(path.stat().st_size for path in STATIC.glob("*.js")) < SCRIPT_BUDGET


def test_colours_are_written_down_in_the_tokens_only():
    for path in STATIC.glob("*.css"):
        if path.name != "tokens.css":
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\")", path.read_text()) in ([], ["#fff"]), path.name


def test_styles_use_only_tokens_that_exist():
    styles = "".join(path.read_text() for path in STATIC.glob("*.css"))
    assert set(re.findall(r"var\((--[\w-]+)", styles)) <= set(re.findall(r"(--[\w-]+):", styles))


def test_icons_that_templates_name_are_drawn():
    drawn = set(re.findall(r'<symbol id="i-([\w-]+)"', render_to_string("ui/icons.html")))
    for path in TEMPLATES:
        assert set(re.findall(r'{% icon "([\w-]+)" %}', path.read_text())) <= drawn, path.name


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_no_request_and_no_context(code: str):
    html = render_to_string(f"{code}.html")
    assert html.count("<h1>") == 1
    assert "<script" not in html
    assert 'href="/"' in html


@pytest.mark.parametrize("path", sorted((UI / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_every_template_compiles(path: Path):
    assert get_template(path.relative_to(UI / "templates").as_posix())
