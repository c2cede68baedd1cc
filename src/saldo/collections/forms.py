"""What a person does with a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from saldo.base.people.forms import NumberField
from saldo.cases.choices import CaseReason
from saldo.collections.actions import Talk
from saldo.collections.choices import StepMode, Tone
from saldo.collections.policies.fill_variables import VARIABLES, unknown_variables
from saldo.collections.policies.rules import MOST_STEPS, Rules, Step, Words, check_rules, check_words
from saldo.correspondence.choices import CallOutcome
from saldo.kernel.errors import BadInput
from saldo.kernel.money import Money


class ChangeReminderForm(forms.Form):
    """Other words for a drafted reminder. `version` is the one that its writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=300)
    body = forms.CharField(label=_("Text"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 12}))


class SendReminderForm(forms.Form):
    """Sending what was read; a cap on contacts gives way to a reason."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    despite_cap_because = forms.CharField(
        label=_("Reason to write again so soon"), max_length=300, required=False, help_text=_("It is kept.")
    )


class ReasonForm(forms.Form):
    """Why not, or what came of it."""

    reason = forms.CharField(label=_("What came of it?"), max_length=300)


class SnoozeForm(forms.Form):
    """Until when a task is put off: one of the days that are offered by name, or another."""

    when = forms.CharField(required=False, widget=forms.HiddenInput)
    until = forms.DateField(
        label=_("Another day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, days: Mapping[str, date], **options: Any) -> None:
        super().__init__(*args, **options)
        self.days = days

    def clean(self) -> dict[str, Any]:
        """The day, whichever way it was chosen, in `cleaned_data["until"]`."""
        data = super().clean() or {}
        data["until"] = self.days.get(data.get("when", "")) or data.get("until")
        if not data["until"] and "until" not in self.errors:
            self.add_error("until", _("Choose a day."))
        return data


class NoteForm(forms.Form):
    """A note on the customer's timeline; `id` was made with the form."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Note"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 4}))


class TalkForm(forms.Form):
    """What came of a call. Each outcome asks for what belongs to it, and for nothing else."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=CallOutcome.choices, widget=forms.HiddenInput)
    promised_on = forms.DateField(
        label=_("The money leaves on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    amount = NumberField(label=_("Amount"), required=False)
    invoice = forms.ChoiceField(label=_("Which invoice?"))
    reason = forms.ChoiceField(label=_("What is wrong?"), choices=CaseReason.choices)
    text = forms.CharField(
        label=_("In their words"), max_length=4_000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    ASKED: ClassVar = {
        CallOutcome.PROMISED: ("promised_on", "amount", "text"),
        CallOutcome.DISPUTED: ("invoice", "reason", "text"),
    }

    def __init__(
        self, *args: Any, outcome: CallOutcome, invoices: Sequence[tuple[str, str]] = (), **options: Any
    ) -> None:
        options.setdefault("auto_id", f"{outcome}_%s")
        super().__init__(*args, **options)
        asked = {"id", "outcome", *self.ASKED.get(outcome, ("text",))}
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        if outcome is CallOutcome.QUESTION:
            self.fields["text"].required = True
        if "invoice" in self.fields:
            self.fields["invoice"].choices = list(invoices)  # type: ignore[attr-defined]

    def talk(self, currency: str) -> Talk:
        """What was said, as the action takes it. Raises BadInput for an amount that the currency cannot hold."""
        data = self.cleaned_data
        amount, invoice = data.get("amount"), data.get("invoice")
        try:
            promised = None if amount is None else Money.of(amount, currency)
        except BadInput as error:
            raise BadInput(error.code, error.sentence, field="amount") from None
        return Talk(
            id=data["id"],
            outcome=CallOutcome(data["outcome"]),
            text=data.get("text", ""),
            promised_on=data.get("promised_on"),
            promised=promised,
            invoice_id=UUID(invoice) if invoice else None,
            reason=data.get("reason", ""),
        )


class PolicyForm(forms.Form):
    """When customers are reminded and when they are left alone. `version` is the policy that its writer read.

    A step whose days are left empty is none. `currency` is that of the minimum; other currencies keep theirs.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    max_contacts = forms.IntegerField(label=_("Messages at most"), min_value=1, max_value=99)
    per_days = forms.IntegerField(label=_("In so many days"), min_value=1, max_value=366)
    minimum_gap_days = forms.IntegerField(label=_("Days between two messages"), min_value=1, max_value=366)
    minimum = NumberField(
        label=_("Smallest amount"), required=False, help_text=_("Nobody is asked for less. Empty: for any amount.")
    )
    freshness_days = forms.IntegerField(
        label=_("Days that payment data may be old"),
        min_value=1,
        max_value=366,
        required=False,
        help_text=_("Older than this, nobody is reminded: they may have paid. Empty: it does not matter."),
    )
    keep_quiet = forms.BooleanField(label=_("Send nothing by itself on weekends and public holidays"), required=False)

    def __init__(self, *args: Any, rules: Rules, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rules, self.currency = rules, currency
        sent = sum(f"after_days_{number}" in self.data for number in range(1, MOST_STEPS + 1))
        self.rows = range(1, min(sent or len(rules.steps) + 1, MOST_STEPS) + 1)
        for number in self.rows:
            self.fields[f"after_days_{number}"] = forms.IntegerField(
                label=_("Days after the due date"), min_value=1, max_value=3650, required=False
            )
            self.fields[f"mode_{number}"] = forms.ChoiceField(label=_("Who sends"), choices=StepMode.choices)
            self.fields[f"tone_{number}"] = forms.ChoiceField(label=_("Tone"), choices=Tone.choices)

    @classmethod
    def of(cls, rules: Rules, *, version: int, currency: str) -> PolicyForm:
        """The form as the rules stand."""
        names = ("max_contacts", "per_days", "minimum_gap_days", "freshness_days", "keep_quiet")
        initial: dict[str, Any] = {name: getattr(rules, name) for name in names}
        initial |= {
            "version": version,
            "minimum": rules.minimum[currency].decimal if currency in rules.minimum else None,
        }
        for number in range(1, MOST_STEPS + 1):
            step = rules.steps[number - 1] if number <= len(rules.steps) else None
            initial[f"after_days_{number}"] = step.after_days if step else None
            initial[f"mode_{number}"] = step.mode if step else StepMode.DRAFTED.value
            initial[f"tone_{number}"] = step.tone if step else Tone.LAST.value
        return cls(initial=initial, rules=rules, currency=currency)

    def steps(self) -> list[dict[str, Any]]:
        """The fields of each step, for the page."""
        names = ("after_days", "mode", "tone")
        return [{name: self[f"{name}_{number}"] for name in names} for number in self.rows]

    def clean(self) -> dict[str, Any]:
        """Keeps the rules as they would be in `cleaned_data["rules"]`."""
        data = super().clean() or {}
        if not self.errors:
            try:
                data["rules"] = check_rules(self._rules(data))
            except BadInput as error:
                field = error.field if error.field in self.fields else self._wrong_step(error)
                self.add_error(field, str(_REFUSED.get(error.code, error.sentence)))
        return data

    def _rules(self, data: Mapping[str, Any]) -> Rules:
        rows = [(data[f"after_days_{n}"], data[f"mode_{n}"], data[f"tone_{n}"]) for n in self.rows]
        minimum = {code: money for code, money in self.rules.minimum.items() if code != self.currency}
        if data["minimum"]:
            minimum[self.currency] = Money.of(Decimal(data["minimum"]), self.currency)
        return replace(
            self.rules,
            steps=tuple(Step(*row) for row in rows if row[0] is not None),
            max_contacts=data["max_contacts"],
            per_days=data["per_days"],
            minimum_gap_days=data["minimum_gap_days"],
            freshness_days=data["freshness_days"],
            keep_quiet=data["keep_quiet"],
            minimum=minimum,
        )

    def _wrong_step(self, error: BadInput) -> str | None:
        """The field of the step that an error about the steps is about, or the minimum's."""
        if error.field != "steps":
            return "minimum"
        if error.code != "steps_not_rising":
            return "mode_1" if error.code == "bad_mode" else "after_days_1"
        last = 0
        for number in self.rows:
            days = self.cleaned_data.get(f"after_days_{number}")
            if days is not None and days <= last:
                return f"after_days_{number}"
            last = days if days is not None else last
        return None


_REFUSED = {
    "no_first_step": _("There is at least one step, a day or more after the due date."),
    "steps_not_rising": _("Every step comes later than the one before it."),
    "bad_mode": _("The first step is sent automatically."),
    "amount_not_exact": _("This currency has no such decimals."),
    "empty_words": _("Write something here, or go back to the words we started with."),
    "stray_brace": _("A brace stands alone. Write {total}, with both."),
    "bad_subject": _("A subject is one line of at most 200 letters."),
}


class WordsForm(forms.Form):
    """What a tone says in a language. `version` is the policy that its writer read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(label=_("Text"), max_length=5_000, widget=forms.Textarea(attrs={"rows": 10}))

    def clean(self) -> dict[str, Any]:
        """Keeps the words in `cleaned_data["words"]`; a variable that does not exist is refused where it stands."""
        data = super().clean() or {}
        if not self.errors:
            words = Words(data["subject"], data["body"].replace("\r\n", "\n"))
            try:
                data["words"] = check_words(words)
            except BadInput as error:
                self.add_error(error.field, _words_refused(words, error))
        return data


def _words_refused(words: Words, error: BadInput) -> str:
    if error.code != "unknown_variable":
        return str(_REFUSED.get(error.code, error.sentence))
    text = words.subject if error.field == "subject" else words.body
    sentence = gettext("There is no %(name)s. What you can name: %(known)s.")
    known = ", ".join(f"{{{one}}}" for one in VARIABLES)
    return sentence % {"name": f"{{{unknown_variables(text)[0]}}}", "known": known}
