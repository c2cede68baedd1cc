"""A collections policy as a value: which steps, how often at most, and when to hold back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from saldo.collections.policies.fill_variables import VARIABLES, stray_braces, unknown_variables
from saldo.kernel.errors import BadInput
from saldo.kernel.locales import LOCALES
from saldo.kernel.money import Money, is_currency

AUTOMATIC, DRAFTED = "automatic", "drafted"
MOST_STEPS = 8
TONES = ("first", "second", "third", "last")
"""The tones for which there are words, from a friendly note to a plain request to talk."""


class Words(NamedTuple):
    """What a message says: a subject and paragraphs parted by empty lines, with variables in braces."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Step:
    """From how many days after the due date of the oldest item on, who sends, and in which tone."""

    after_days: int
    mode: str
    tone: str


@dataclass(frozen=True, slots=True)
class Rules:
    """What a policy says.

    At most `max_contacts` messages in any `per_days` days, and at least `minimum_gap_days` days between two. Nothing
    is sent when payment data is older than `freshness_days` (None: no such gate), nor, with `keep_quiet`, on weekends
    and public holidays. `minimum` holds, by currency, the net amount below which nobody is asked. `words` are the
    issuer's own, by tone and language; where there are none, those that Saldo is shipped with speak.
    """

    steps: tuple[Step, ...]
    max_contacts: int = 3
    per_days: int = 14
    minimum_gap_days: int = 2
    freshness_days: int | None = 10
    keep_quiet: bool = True
    minimum: Mapping[str, Money] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)


DEFAULT_RULES = Rules(
    steps=(
        Step(1, AUTOMATIC, "first"),
        Step(8, DRAFTED, "second"),
        Step(15, DRAFTED, "third"),
        Step(30, DRAFTED, "last"),
    )
)
"""A friendly note on the first day, then a person's words after one, two and four weeks."""


def check_rules(rules: Rules) -> Rules:
    """The rules, if they can be followed. Raises BadInput that names the field.

    Steps rise strictly; the first comes at least a day after the due date and is sent automatically.
    """
    offsets = [step.after_days for step in rules.steps]
    if len(offsets) > MOST_STEPS:
        raise BadInput("too_many_steps", f"At most {MOST_STEPS} steps; then a person decides.", field="steps")
    if not rules.steps or offsets[0] < 1:
        raise BadInput("no_first_step", "The first step comes at least one day after the due date.", field="steps")
    if any(later <= earlier for earlier, later in zip(offsets, offsets[1:], strict=False)):
        raise BadInput("steps_not_rising", "Every step comes later than the one before it.", field="steps")
    if rules.steps[0].mode != AUTOMATIC or any(step.mode not in (AUTOMATIC, DRAFTED) for step in rules.steps):
        raise BadInput("bad_mode", "The first step is automatic; the others automatic or drafted.", field="steps")
    if any(step.tone not in TONES for step in rules.steps):
        raise BadInput("unknown_tone", f"Choose a tone: {', '.join(TONES)}.", field="steps")
    if rules.max_contacts < 1 or rules.per_days < 1:
        raise BadInput("bad_cap", "Allow at least one contact in at least one day.", field="max_contacts")
    if rules.minimum_gap_days < 1:
        raise BadInput("bad_gap", "Leave at least one day between two messages.", field="minimum_gap_days")
    if rules.freshness_days is not None and rules.freshness_days < 1:
        raise BadInput("bad_freshness", "Payment data may be at least one day old.", field="freshness_days")
    for tone, by_language in rules.words.items():
        for language, words in by_language.items():
            if tone not in TONES or language not in LOCALES:
                raise BadInput("unknown_words", f"There are no words of {tone} in {language}.", field="words")
            check_words(words)
    return rules


def check_words(words: Words) -> Words:
    """The words, if they can be sent. Raises BadInput that names `subject` or `body`, and the variables there are."""
    for name, text in words._asdict().items():
        if not text.strip():
            raise BadInput("empty_words", "Write something here, or go back to the words we started with.", field=name)
        if unknown := unknown_variables(text):
            known = ", ".join(f"{{{one}}}" for one in VARIABLES)
            raise BadInput("unknown_variable", f"There is no {{{unknown[0]}}}. What you can name: {known}.", field=name)
        if stray_braces(text):
            raise BadInput("stray_brace", "A brace { or } stands alone. Write {total}, with both.", field=name)
    if "\n" in words.subject.strip() or len(words.subject) > 200:
        raise BadInput("bad_subject", "A subject is one line of at most 200 letters.", field="subject")
    return words


def rules_to_json(rules: Rules) -> dict[str, Any]:
    """The rules as they are stored."""
    return {
        "steps": [{"after_days": one.after_days, "mode": one.mode, "tone": one.tone} for one in rules.steps],
        "max_contacts": rules.max_contacts,
        "per_days": rules.per_days,
        "minimum_gap_days": rules.minimum_gap_days,
        "freshness_days": rules.freshness_days,
        "keep_quiet": rules.keep_quiet,
        "minimum": {currency: str(amount.decimal) for currency, amount in rules.minimum.items()},
        "words": {
            tone: {language: words._asdict() for language, words in by_language.items()}
            for tone, by_language in rules.words.items()
            if by_language
        },
    }


def rules_from_json(stored: Mapping[str, Any]) -> Rules:
    """The rules that `rules_to_json` stored, or that a form or program sent. Raises BadInput."""
    try:
        steps = tuple(Step(int(one["after_days"]), str(one["mode"]), str(one["tone"])) for one in stored["steps"])
        return check_rules(
            Rules(
                steps=steps,
                max_contacts=int(stored["max_contacts"]),
                per_days=int(stored["per_days"]),
                minimum_gap_days=int(stored["minimum_gap_days"]),
                freshness_days=None if stored["freshness_days"] is None else int(stored["freshness_days"]),
                keep_quiet=bool(stored["keep_quiet"]),
                minimum={
                    currency: Money.of(Decimal(amount), currency)
                    for currency, amount in stored["minimum"].items()
                    if is_currency(currency)
                },
                words={
                    tone: {language: Words(one["subject"], one["body"]) for language, one in by_language.items()}
                    for tone, by_language in stored.get("words", {}).items()
                },
            )
        )
    except (KeyError, TypeError, InvalidOperation) as error:
        raise BadInput("bad_rules", f"The policy is incomplete: {error}.", field="steps") from error
