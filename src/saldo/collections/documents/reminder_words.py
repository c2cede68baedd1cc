"""The words that a reminder begins with, by tone. A person may change them before it goes out.

They name amounts by variables (`policies.fill_variables`), which are filled in at the moment of sending: what was paid
since they were written is never asked for.
"""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext

from saldo.collections.policies.rules import Rules
from saldo.collections.policies.rules import Words as ReminderWords


def words_of(rules: Rules, tone: str, language: str) -> ReminderWords:
    """The words of a tone in a language: the issuer's own, or those that Saldo is shipped with."""
    return rules.words.get(tone, {}).get(language) or shipped_words(tone, language)


def shipped_words(tone: str, language: str) -> ReminderWords:
    """The words of a tone of `policies.rules.TONES` in a language; the first tone's where it is unknown."""
    with translation.override(translation.to_language(language)):
        return _WORDS.get(tone, _first)()


def _first() -> ReminderWords:
    return ReminderWords(
        gettext("Your account with {company}: {invoices}, {total} open"),
        gettext(
            "When we looked at your account we saw that {invoices} had passed the due date. They may well have got"
            " lost on the way, so here is everything in one place. Credit that we hold for you is taken off already."
        ),
    )


def _second() -> ReminderWords:
    return ReminderWords(
        gettext("Still open with {company}: {total}"),
        gettext(
            "We wrote to you a few days ago and would like to ask once more about what is listed below. The oldest"
            " has been due for {oldest_days}."
        )
        + "\n\n"
        + gettext("Could you tell us which day suits you? If you need a copy or another reference, just say so."),
    )


def _third() -> ReminderWords:
    return ReminderWords(
        gettext("Can we help? {total} open with {company}"),
        gettext(
            "{total} has been open for some time now, the oldest part of it for {oldest_days}, and we have not heard"
            " from you."
        )
        + "\n\n"
        + gettext(
            "If something is wrong with the work or with an invoice, please tell us which one, and we will look into"
            " it the same day. If the whole amount is difficult at the moment, you can also pay it in parts."
        ),
    )


def _last() -> ReminderWords:
    return ReminderWords(
        gettext("Let us talk about the {total} that are open with {company}"),
        gettext(
            "We have written several times about what is listed below and do not know how things stand with you."
            " The oldest invoice has been due for {oldest_days}."
        )
        + "\n\n"
        + gettext(
            "Please call or write to us, so that we can agree on something that works for both of us. A few words are"
            " enough."
        ),
    )


_WORDS = {"first": _first, "second": _second, "third": _third, "last": _last}
