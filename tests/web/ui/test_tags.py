"""What the template tags write, and that they escape everything they are given."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from html import unescape
from typing import Any

import pytest
from django import forms
from django.template import Context, RequestContext, Template
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from saldo.kernel.locales import LOCALES, babel_locale, format_money
from saldo.kernel.money import CURRENCIES, Money
from saldo.web.ui.choices import STATUSES
from saldo.web.ui.errors import UnknownStatus

NBSP = "\N{NO-BREAK SPACE}"
EVIL = '<script>alert("x")</script>\'&'
MONEYS = st.builds(Money, st.integers(-(10**12), 10**12), st.sampled_from(sorted(CURRENCIES)))


def rendered(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "−€81,702.25"),
        ("es", f"−81.702,25{NBSP}€"),
        ("pt", f"−81{NBSP}702,25{NBSP}€"),
        ("pt-br", f"−€{NBSP}81.702,25"),
        ("pl", f"−81{NBSP}702,25{NBSP}€"),
    ],
)
def test_money_is_written_as_the_readers_language_has_it(language: str, words: str):
    with translation.override(language):
        html = rendered("{% money value %}", value=Money.of("-81702.25", "EUR"))
    assert text(html) == words
    assert '<span class="cur">€</span>' in html
    assert re.search(r'<span class="cents">[.,]25</span>', html)


@given(money=MONEYS, locale=st.sampled_from(LOCALES))
def test_the_spans_of_money_never_change_its_words(money: Money, locale: str):
    with translation.override(locale.lower().replace("_", "-")):
        html = rendered("{% money value %}", value=money)
    assert text(html) == format_money(money, babel_locale(locale)).replace("-", "−")
    assert ('class="cents"' in html) == (CURRENCIES[money.currency] > 0)


def test_a_currency_code_is_set_smaller_than_a_sign():
    html = rendered("{% money value %}", value=Money.of("23800.00", "PLN"))
    assert (
        html == f'<span class="money"><span class="cur iso">PLN</span>{NBSP}23,800<span class="cents">.00</span></span>'
    )


def test_money_with_an_address_opens_its_rows():
    html = rendered('{% money value url=url look="balance" %}', value=Money.of("1.00", "EUR"), url="/rows?a=1&b=2")
    assert html.startswith('<a class="money balance" href="/rows?a=1&amp;b=2">')


def test_money_that_is_not_there_is_nothing_and_what_is_not_money_is_refused():
    assert rendered("{% money value %}|{% amount value %}|{{ value|plain_money }}", value=None) == "||"
    for source in ("{% money value %}", "{% amount value %}"):
        with pytest.raises(TypeError, match="not Money"):
            rendered(source, value="12.00")
        with pytest.raises(TypeError, match="misspelt"):
            rendered(source)


def test_an_unknown_look_of_money_is_refused():
    with pytest.raises(ValueError, match="no look"):
        rendered('{% money value look="huge" %}', value=Money.of("1.00", "EUR"))


def test_an_amount_leaves_its_currency_to_the_heading():
    assert text(rendered("{% amount value %}", value=Money.of("-1234.50", "EUR"))) == "−1,234.50"


@pytest.mark.parametrize("code", sorted(STATUSES))
def test_every_status_has_one_word_one_icon_and_one_colour(code: str):
    html = rendered("{% status code %}", code=code)
    sprite = rendered('{% include "ui/icons.html" %}')
    assert len(text(html)) > 2
    assert re.search(r"tone-(settled|due|overdue|held|idle)", html)
    (symbol,) = re.findall(r'href="#([\w-]+)"', html)
    assert f'<symbol id="{symbol}"' in sprite


@pytest.mark.parametrize("code", ["", "payed", None, "Open", EVIL])
def test_an_unknown_status_raises(code: str | None):
    for source in ("{% status code %}", "{{ code|status_word }}"):
        with pytest.raises(UnknownStatus):
            rendered(source, code=code)


@pytest.mark.parametrize(
    ("code", "days", "words"),
    [
        ("overdue", 1, "Overdue by 1 day"),
        ("overdue", 12, "Overdue by 12 days"),
        ("due", 5, "Due in 5 days"),
        ("due", 0, "Due today"),
        ("open", 30, "Due in 30 days"),
        ("paid", 12, "Paid"),
    ],
)
def test_a_status_counts_days_where_they_mean_something(code: str, days: int, words: str):
    assert text(rendered("{% status code days=days %}", code=code, days=days)) == words


def test_a_status_may_speak_a_sentence_of_the_page():
    assert rendered('{% status "promised" words=words %}', words=EVIL).count("<script") == 0


def test_a_day_and_an_instant_are_written_for_the_reader():
    day, instant = date(2026, 11, 20), datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    with translation.override("pl"):
        assert rendered("{% date day %}", day=day) == '<time datetime="2026-11-20">20 lis 2026</time>'
        assert text(rendered('{% date day "day" %}', day=day)) == "20 lis"
    with timezone.override("Europe/Warsaw"):
        assert '<time datetime="2026-11-21">' in rendered("{% date instant %}", instant=instant)
        assert '<time datetime="2026-11-21T00:30+01:00">' in rendered("{% moment instant %}", instant=instant)
    assert rendered("{% date day %}{% moment day %}", day=None) == ""


class Form(forms.Form):
    amount = forms.CharField(label=EVIL, help_text=EVIL)
    way = forms.ChoiceField(label="Way", choices=[("a", EVIL)], widget=forms.RadioSelect, required=False)
    agrees = forms.BooleanField(label="I agree")
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_says_what_it_is_what_is_wrong_and_what_helps():
    html = rendered("{% field form.amount %}", form=Form({}))
    assert '<label for="id_amount">' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_amount_error"' in html
    assert 'id="id_amount_helptext"' in html
    assert "<script" not in html


def test_a_field_without_refusal_or_help_describes_nothing():
    html = rendered("{% field form.agrees %}", form=Form())
    assert "aria-describedby" not in html
    assert "aria-invalid" not in html
    assert '<label class="check" for="id_agrees">' in html


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    html = rendered("{% field form.way %}", form=Form())
    assert "<legend>Way" in html
    assert html.count("<fieldset") == html.count("</fieldset>") == 1
    assert "<script" not in html


def test_a_form_lists_its_refusals_with_a_way_to_each_field():
    html = rendered("{% fields form %}", form=Form({}))
    assert "2 things are not right yet" in html
    assert 'href="#id_amount"' in html
    assert html.count('type="hidden"') == 1
    assert "refusals" not in rendered("{% fields form %}", form=Form())


@pytest.mark.parametrize(
    "source",
    [
        "{% notice 'due' %}{{ evil }}{% endnotice %}",
        "{% dialog evil evil %}{{ evil }}{% enddialog %}",
        "{% chart evil evil %}{{ evil }}{% endchart %}",
        "{% icon evil %}",
        "{% include 'ui/empty.html' with title=evil sentence=evil url=evil action=evil %}",
        "{% include 'ui/stat.html' with label=evil value=evil note=evil %}",
        "{% include 'ui/toast.html' with words=evil tone=evil %}",
        "{% include 'ui/progress.html' with title=evil done=1 total=2 note=evil %}",
        "{% include 'ui/timeline.html' with events=events %}",
        "{% include 'ui/filters.html' with filters=filters %}",
        "{% include 'ui/row_report.html' with report=report %}",
        "{% ageing buckets title=evil %}",
    ],
)
def test_parts_escape_what_they_are_given(source: str):
    html = rendered(
        source,
        evil=EVIL,
        events=[{"on": date(2026, 1, 1), "icon": "mail", "words": EVIL, "note": EVIL, "url": EVIL, "action": EVIL}],
        filters={"label": EVIL, "query": EVIL, "chips": [{"label": EVIL, "url": EVIL, "value": EVIL}], "count": EVIL},
        report={"done": 1, "unchanged": 0, "refused": [{"item": EVIL, "field": EVIL, "sentence": EVIL}]},
        buckets=[{"label": EVIL, "amount": Money.of("1.00", "EUR"), "fill": "open", "url": EVIL}],
    )
    assert "&lt;script&gt;" in html
    assert "<script" not in html


def test_an_unknown_tone_of_a_notice_is_refused():
    with pytest.raises(ValueError, match="loud"):
        rendered("{% notice 'loud' %}!{% endnotice %}")


@given(minors=st.lists(st.integers(0, 10**9), min_size=1, max_size=8).filter(any))
def test_the_shares_of_an_ageing_add_up_to_a_hundred(minors: list[int]):
    buckets = [{"label": "b", "amount": Money(minor, "EUR"), "fill": "open", "url": ""} for minor in minors]
    html = rendered("{% ageing buckets title='Ageing' %}", buckets=buckets)
    assert sum(int(share) for share in re.findall(r'tn">(\d+)%', html)) == 100
    assert html.count("<rect") == sum(1 for minor in minors if minor)


def test_an_ageing_of_nothing_is_an_empty_bar():
    html = rendered(
        "{% ageing buckets title='Ageing' %}",
        buckets=[{"label": "Not due", "amount": Money.zero("EUR"), "fill": "open", "url": ""}],
    )
    assert "<rect" not in html
    assert "0%" in html


def test_pages_of_a_list_keep_the_filters(rf: Any):
    html = Template('{% include "ui/pager.html" %}').render(
        RequestContext(rf.get("/invoices/?q=a%26b&before=old"), {"next_cursor": "n=1", "previous_cursor": None})
    )
    assert 'rel="next" href="?q=a%26b&amp;after=n%3D1"' in html
    assert 'rel="prev"' not in html


def test_a_list_of_one_page_has_no_pager(rf: Any):
    assert Template('{% include "ui/pager.html" %}').render(Context({"request": rf.get("/")})).strip() == ""
