from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from saldo.correspondence.choices import CallOutcome


class StepMode(models.TextChoices):
    """Who sends a step's message."""

    AUTOMATIC = "automatic", _("Sent automatically")
    DRAFTED = "drafted", _("Drafted for a person")


class Tone(models.TextChoices):
    """How a step's message speaks."""

    FIRST = "first", _("A friendly note")
    SECOND = "second", _("A second question")
    THIRD = "third", _("An offer to help")
    LAST = "last", _("A request to talk")


class ReminderState(models.TextChoices):
    """Where a reminder stands."""

    DRAFTED = "drafted", _("Waiting for a person")
    QUEUED = "queued", _("Queued")
    SENT = "sent", _("Sent")
    STOPPED = "stopped", _("Stopped: no longer right to send")
    DISMISSED = "dismissed", _("Dismissed by a person")
    UNCERTAIN = "uncertain", _("Uncertain, not sent again")


class Silence(models.TextChoices):
    """Why a customer was not contacted although something is overdue."""

    PROMISED = "promised", _("They promised to pay")
    DISPUTED = "disputed", _("The customer says that something is wrong")
    NOT_DUE_YET = "not_due_yet", _("The next step is not due yet")
    NOTHING_TO_ASK = "nothing_to_ask", _("Credits cover what is overdue")
    BELOW_MINIMUM = "below_minimum", _("The amount is below the minimum")
    NO_ADDRESS = "no_address", _("There is no e-mail address")
    NOT_DELIVERED = "not_delivered", _("The invoice has not been delivered")
    BOUNCED = "bounced", _("Mail to this customer bounces")
    LEGAL_HOLD = "legal_hold", _("Legal hold")
    OPTED_OUT = "opted_out", _("The customer asked not to be reminded")
    PAYMENT_PENDING = "payment_pending", _("A payment is on its way")
    STALE_PAYMENT_DATA = "stale_payment_data", _("Payment data is not fresh enough")
    TOO_MANY_CONTACTS = "too_many_contacts", _("Contacted often enough lately")
    QUIET_DAY = "quiet_day", _("Quiet day")
    WAITING_FOR_PERSON = "waiting_for_person", _("A drafted reminder waits for a person")
    NO_MORE_STEPS = "no_more_steps", _("All steps have been taken")
    ALREADY_QUEUED = "already_queued", _("A reminder is already on its way out")


class StopReason(models.TextChoices):
    """Why a reminder that had been decided on did not go out; the codes of Silence may stand there too."""

    SETTLED = "settled", _("What it was about has been settled")
    SUPERSEDED = "superseded", _("A newer message took its place")
    REFUSED = "refused", _("The mail server refused it")
    CANCELLED = "cancelled", _("The message was cancelled")
    NO_LONGER_OVERDUE = "no_longer_overdue", _("Nothing is overdue any more")


def reason_label(code: str) -> str:
    """A code of Silence or StopReason in words, in the language that is active."""
    known = Silence if code in Silence.values else StopReason
    return str(known(code).label) if code in known.values else code


class TaskKind(models.TextChoices):
    """What a person is asked to do."""

    REVIEW_REMINDER = "review_reminder", _("Read and send the reminder")
    FIX_ADDRESS = "fix_address", _("Find a working e-mail address")
    DELIVER_INVOICE = "deliver_invoice", _("See that the invoice arrives")
    DECIDE_NEXT = "decide_next", _("Decide how to go on")
    CHECK_UNCERTAIN = "check_uncertain", _("Check whether the message arrived")
    RECOVER_PAYMENT = "recover_payment", _("A payment was reversed")
    CALL_CUSTOMER = "call_customer", _("Call the customer")
    CHECK_PROMISE = "check_promise", _("Has the promised money arrived?")
    ANSWER_QUESTION = "answer_question", _("Answer the customer's question")
    RESOLVE_DISPUTE = "resolve_dispute", _("Look into what is wrong")
    CONFIRM_CONTACT = "confirm_contact", _("Check the new contact details")


class Shown(models.TextChoices):
    """Which tasks the worklist shows."""

    ALL = "", _("All")
    LETTERS = "letters", _("Letters")
    CALLS = "calls", _("Calls")
    BOUNCES = "bounces", _("Not arrived")
    QUESTIONS = "questions", _("Questions")


KINDS_SHOWN: Mapping[Shown, tuple[TaskKind, ...]] = {
    Shown.LETTERS: (TaskKind.REVIEW_REMINDER,),
    Shown.CALLS: (TaskKind.DECIDE_NEXT, TaskKind.CALL_CUSTOMER, TaskKind.CHECK_PROMISE, TaskKind.RECOVER_PAYMENT),
    Shown.BOUNCES: (TaskKind.FIX_ADDRESS, TaskKind.DELIVER_INVOICE, TaskKind.CHECK_UNCERTAIN),
    Shown.QUESTIONS: (TaskKind.ANSWER_QUESTION, TaskKind.RESOLVE_DISPUTE, TaskKind.CONFIRM_CONTACT),
}


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "open", _("Open")
    DONE = "done", _("Done")


class TaskOutcome(models.TextChoices):
    """What came of a task, where it was not a call: codes, so that everybody reads them in their own language."""

    SENT = "sent", _("The reminder was sent.")
    DISMISSED = "dismissed", _("The reminder was not sent.")
    STOPPED = "stopped", _("The reminder was stopped: there was no reason for it any more.")
    NO_LONGER_NEEDED = "no_longer_needed", _("It is no longer needed.")
    HANDLED = "handled", _("It was dealt with.")


def outcome_label(code: str) -> str:
    """A code of TaskOutcome or CallOutcome in words, in the language that is active; "" for none."""
    known = TaskOutcome if code in TaskOutcome.values else CallOutcome
    return str(known(code).label) if code in known.values else code
