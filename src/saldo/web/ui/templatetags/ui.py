"""`{% load ui %}`: money, statuses, dates, fields and the parts that hold other content.

Every tag escapes what it is given. A tag that cannot show something truly raises; only None is shown as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from zipfile import ZipFile

from babel.dates import format_skeleton, format_time
from django import template
from django.forms import BoundField
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from saldo.kernel import locales
from saldo.kernel.money import Money, exponent
from saldo.web.ui.choices import PACKAGED_ICONS, STATUSES, Status, Tone
from saldo.web.ui.errors import UnknownStatus
from saldo.web.ui.policies.brand_colours import HEX
from saldo.web.ui.policies.stacked_bar import stack, whole_percents

register = template.Library()

DateForm = Literal["short", "long", "day"]
LOOKS = ("", "balance", "base", "strong")
HYPHEN_MINUS, MINUS = "-", "\N{MINUS SIGN}"
NOTHING = SafeString("")


def current_locale() -> str:
    """The reader's language as the kernel names it: `pt-br` is `pt_BR`."""
    return locales.babel_locale(get_language() or "en")


# --- money


def _figures(amount: str, currency: str) -> SafeString:
    places = exponent(currency)
    if not places:
        return format_html("{}", amount)
    cut = len(amount) - places - 1
    return format_html('{}<span class="cents">{}</span>', amount[:cut], amount[cut:])


def _beside(text: str) -> SafeString:
    """What stands beside the figures: the sign as it is, the currency stepping back, the spaces where they were."""
    if not text:
        return NOTHING
    name = text.replace(HYPHEN_MINUS, "").strip()
    if not name:
        return format_html("{}", text.replace(HYPHEN_MINUS, MINUS))
    before, after = text.split(name, 1)
    return format_html(
        '{}<span class="{}">{}</span>{}',
        before.replace(HYPHEN_MINUS, MINUS),
        "cur iso" if name.isascii() and name.isalpha() and len(name) == 3 else "cur",
        name,
        after.replace(HYPHEN_MINUS, MINUS),
    )


def _require_money(value: object) -> None:
    if not isinstance(value, Money):
        raise TypeError(f"{value!r} is not Money; a misspelt variable of a template arrives as ''.")


def written_money(value: Money, locale: str) -> SafeString:
    """An amount with its currency as the locale writes it, in spans for the currency and the cents."""
    whole = locales.format_money(value, locale)
    figures = locales.format_amount(abs(value), locale)
    before, found, after = whole.partition(figures)
    if not found:
        return format_html("{}", whole)
    return format_html("{}{}{}", _beside(before), _figures(figures, value.currency), _beside(after))


@register.simple_tag
def money(value: Money | None, *, look: str = "", url: str = "", sign: bool = False) -> SafeString:
    """`{% money invoice.open url=rows_url %}`; None shows nothing, what is not Money raises TypeError.

    Looks: balance (the one big number of a page), base (in the books' currency, below another), strong. `sign` writes a
    plus before what is positive.
    """
    if value is None:
        return NOTHING
    _require_money(value)
    if look not in LOOKS:
        raise ValueError(f"Money has no look called {look!r}; it may be one of {LOOKS}.")
    words = written_money(value, current_locale())
    if sign and value.minor > 0:
        words = format_html("+{}", words)
    classes = f"money {look}".strip()
    if url:
        return format_html('<a class="{}" href="{}">{}</a>', classes, url, words)
    return format_html('<span class="{}">{}</span>', classes, words)


@register.simple_tag
def amount(value: Money | None) -> SafeString:
    """An amount without its currency, for a column whose heading names it."""
    if value is None:
        return NOTHING
    _require_money(value)
    figures = locales.format_amount(abs(value), current_locale())
    return format_html(
        '<span class="money">{}{}</span>', MINUS if value.minor < 0 else "", _figures(figures, value.currency)
    )


@register.filter
def plain_money(value: Money | None) -> str:
    """An amount with its currency as plain words, for a sentence, a title or a text alternative."""
    return "" if value is None else locales.format_money(value, current_locale())


# --- status


@register.simple_tag
def icon(name: str) -> SafeString:
    """A symbol of `ui/icons.html`, silent to screen readers: a word stands beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@cache
def _packaged_symbol(name: str, packaged: str) -> str:
    """A drawing of 24 px in the optical size and with the stroke of the rings, which stand on a grid of 16 px."""
    with ZipFile(str(files("lucide") / "lucide.zip")) as drawings:
        drawn = drawings.read(f"{packaged}.svg").decode()
    shapes = " ".join(drawn[drawn.index(">") + 1 : drawn.rindex("</svg>")].split()).replace("> <", "><")
    return (
        f'<symbol id="i-{name}" viewBox="-1.3 -1.3 26.6 26.6" stroke-width="2.6" stroke-linecap="round" '
        f'stroke-linejoin="round">{shapes}</symbol>'
    )


@register.simple_tag
def packaged_symbols() -> SafeString:
    """The icons that come from the package `lucide`, as symbols of the page's sprite."""
    return SafeString("\n".join(_packaged_symbol(name, packaged) for name, packaged in PACKAGED_ICONS.items()))


def _status(code: object) -> Status:
    try:
        return STATUSES[str(code)]
    except KeyError:
        raise UnknownStatus(code) from None


def _lateness(code: str, days: int) -> str:
    if code == "overdue":
        sentence = ngettext("Overdue by %(days)s day", "Overdue by %(days)s days", days)
    elif days:
        sentence = ngettext("Due in %(days)s day", "Due in %(days)s days", days)
    else:
        return _("Due today")
    return sentence % {"days": days}


COUNTS_DAYS = ("overdue", "due", "open")


@register.simple_tag
def status(code: str, *, words: str = "", days: int | None = None) -> SafeString:
    """`{% status invoice.status %}`, `{% status "overdue" days=12 %}`, `{% status "promised" words=sentence %}`.

    `days` counts from today, late for overdue and left for due and open; other statuses leave it out, so that a list
    may give it for every row. `words` take the place of the word. Raises UnknownStatus.
    """
    shown = _status(code)
    text = words or str(shown.word)
    if not words and isinstance(days, int) and str(code) in COUNTS_DAYS:
        text = _lateness(str(code), days)
    return format_html('<span class="st tone-{}">{}{}</span>', shown.tone, icon(shown.icon), text)


@register.filter
def status_word(code: str) -> str:
    """The word of a status alone, in the reader's language. Raises UnknownStatus."""
    return str(_status(code).word)


# --- dates


@register.simple_tag(name="date")
def date_tag(value: date | datetime | None, form: DateForm = "short") -> SafeString:
    """A day, written for the reader: `{% date invoice.due_on %}`, `{% date due_on "long" %}`.

    Forms: short, long, and day, which leaves out a year that the reader knows. An instant is taken as its day in the
    active time zone.
    """
    if value is None:
        return NOTHING
    day = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), plain_date(day, form))


@register.simple_tag
def moment(value: datetime | None, form: DateForm = "short") -> SafeString:
    """An instant, with its time of day in the active time zone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    locale = current_locale()
    return format_html(
        '<time datetime="{}">{}, {}</time>',
        local.isoformat(timespec="minutes"),
        plain_date(local.date(), form),
        format_time(local, "short", locale=locale),
    )


@register.filter
def plain_date(value: date | None, form: DateForm = "long") -> str:
    """A day as plain words, for a sentence."""
    if value is None:
        return ""
    if form == "day":
        return format_skeleton("MMMd", value, locale=current_locale())
    return locales.format_date(value, current_locale(), form)


# --- forms


def _described_by(field: BoundField) -> str:
    ids = []
    if field.help_text:
        ids.append(f"{field.auto_id}_helptext")
    if field.errors:
        ids.append(f"{field.auto_id}_error")
    return " ".join(ids)


@register.inclusion_tag("ui/field.html", name="field")
def field_tag(field: BoundField, *, before: str = "", after: str = "", wide: bool = False) -> dict[str, Any]:
    """A field with label, help and errors; `before` and `after` stand beside the control (a currency, a unit)."""
    described_by = _described_by(field)
    attributes: dict[str, Any] = {"aria-describedby": described_by or False}
    if field.errors:
        attributes["aria-invalid"] = "true"
    widget = field.field.widget
    grouped = bool(widget.use_fieldset)
    kind = getattr(widget, "input_type", "")
    return {
        "field": field,
        "control": field.as_widget(attrs=attributes),
        "described_by": described_by,
        "grouped": grouped,
        "is_check": kind == "checkbox" and not grouped,
        "before": before,
        "after": after,
        "wide": wide,
    }


@register.inclusion_tag("ui/fields.html")
def fields(form: Any) -> dict[str, Any]:
    """Every field of a form, with its refusals above."""
    return {"form": form}


@register.inclusion_tag("ui/refusals.html")
def refusals(form: Any) -> dict[str, Any]:
    """What was refused about a form: each sentence with a link to its field."""
    rows = [{"id": "", "label": "", "sentence": sentence} for sentence in form.non_field_errors()]
    for bound in form:
        rows += [{"id": bound.id_for_label, "label": bound.label, "sentence": sentence} for sentence in bound.errors]
    return {"rows": rows}


# --- parts that hold other content


@register.simple_block_tag
def notice(content: SafeString, tone: str = "idle") -> SafeString:
    """`{% notice "due" %}…{% endnotice %}`: something the reader should know before going on."""
    icons = {"settled": "paid", "due": "due", "overdue": "overdue", "held": "info", "idle": "info"}
    shown = Tone(tone)
    return format_html(
        '<div class="notice"><span class="tone-{}">{}</span><div>{}</div></div>', shown, icon(icons[shown]), content
    )


@register.simple_block_tag
def dialog(content: SafeString, id: str, title: str, is_open: bool = False) -> SafeString:
    """A native dialog. Open it with `<a class="btn" href="#id" data-dialog>`: without script the link shows it too.

    `is_open` shows it at once: a form in it was refused.
    """
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"{3}><h2 id="{0}-title">{1}</h2>{2}</dialog>',
        id,
        title,
        content,
        SafeString(" open") if is_open else NOTHING,
    )


@register.simple_block_tag
def chart(content: SafeString, question: str, answer: str) -> SafeString:
    """A chart's frame: the question, the answer in a sentence, then the picture and the table behind it."""
    return format_html(
        '<figure class="chart"><figcaption><h2>{}</h2><p class="say">{}</p></figcaption>{}</figure>',
        question,
        answer,
        content,
    )


# --- lists


@register.simple_tag(takes_context=True)
def sort_head(context: Context, label: str, usual: Literal["ascending", "descending"]) -> SafeString:
    """The head of the column that a list is sorted by; its link turns the list around: `?sort=turned`.

    `usual` is how the list is sorted when it is not turned. The other filters stay; the page begins anew.
    """
    query = context["request"].GET.copy()
    turned = query.get("sort") == "turned"
    for name in ("after", "before", "sort"):
        query.pop(name, None)
    if not turned:
        query["sort"] = "turned"
    direction = {"ascending": "descending", "descending": "ascending"}[usual] if turned else usual
    return format_html(
        '<th scope="col" aria-sort="{}"><a href="?{}">{} {}</a></th>',
        direction,
        query.urlencode(),
        label,
        icon("up" if direction == "ascending" else "down"),
    )


# --- ageing


@register.inclusion_tag("ui/stacked_bar.html")
def ageing(buckets: Sequence[Mapping[str, Any]], title: str) -> dict[str, Any]:
    """The ageing as a bar with its figures below. A bucket: label, amount (Money), fill, url (may be "").

    `fill` is open, due, late-1 … late-4. A negative amount has no length and stands below all the same.
    """
    weights = [bucket["amount"].minor for bucket in buckets]
    bars = stack(weights)
    return {
        "title": title,
        "bars": [{"fill": buckets[bar.index]["fill"], "left": bar.left, "width": bar.width} for bar in bars],
        "rows": [{**bucket, "share": share} for bucket, share in zip(buckets, whole_percents(weights), strict=True)],
        "width": bars[-1].left + bars[-1].width if bars else 1,
    }


# --- the seller's colour


@register.simple_tag
def brand_path(colour: str | None) -> str:
    """The address of the style sheet with a seller's colour; "" without one or when it is not a colour."""
    if not colour or not HEX.fullmatch(colour):
        return ""
    return reverse("ui:show_brand_colours", args=[colour])
