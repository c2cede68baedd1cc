"""The one style sheet that pages load, as a browser understands it."""

from __future__ import annotations

from saldo.web.ui.finders import SHEETS, SHEETS_IN_ORDER, joined_styles

RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText.replace(/,\\s+/g, ","));
}"""
"""A browser writes its rules anew, but keeps a custom property as it was typed."""


def test_the_sheet_without_comments_says_what_the_written_ones_say(page):
    written = "\n".join((SHEETS / f"{name}.css").read_text() for name in SHEETS_IN_ORDER)
    rules = page.evaluate(RULES, written)
    assert len(rules) > 10
    assert page.evaluate(RULES, joined_styles()) == rules
