from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """What a message is for."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")
    RECEIPT = "receipt", _("Receipt")
    REMINDER = "reminder", _("Reminder")
    NOTE = "note", _("Note")
    CALL = "call", _("Call")
    QUESTION = "question", _("Question")
    PROBLEM = "problem", _("Something is wrong")
    CONTACT = "contact", _("New contact details")
    ANSWER = "answer", _("Answer")


INBOUND = frozenset({MessageKind.QUESTION, MessageKind.PROBLEM, MessageKind.CONTACT})
"""What customers write to us."""


class MessageState(models.TextChoices):
    """How far a message has come."""

    HELD = "held", _("Held: no mail server is set")
    QUEUED = "queued", _("Queued")
    SENDING = "sending", _("Being sent")
    ACCEPTED = "accepted", _("Accepted by the mail server")
    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Bounced")
    REFUSED = "refused", _("Refused by the mail server")
    UNCERTAIN = "uncertain", _("Uncertain: handed over, answer lost")
    CANCELLED = "cancelled", _("Not sent, no longer needed")
    WRITTEN = "written", _("Written")
    RECEIVED = "received", _("Received")


UNSENT = frozenset({MessageState.HELD, MessageState.QUEUED, MessageState.SENDING, MessageState.UNCERTAIN})
"""States in which nobody can say that the mail server has the message."""

REACHED = frozenset({MessageState.ACCEPTED, MessageState.DELIVERED})
"""States in which a message counts as received until a bounce says otherwise."""


class MessageEventKind(models.TextChoices):
    """What became known about a message."""

    ACCEPTED = "accepted", _("Accepted by the mail server")
    POSTPONED = "postponed", _("Not taken yet; it will be tried again")
    REFUSED = "refused", _("Refused by the mail server")
    UNCERTAIN = "uncertain", _("Handed over, answer lost")
    RELEASED = "released", _("A mail server is set; no longer held")
    RETRIED = "retried", _("Tried again by a person")
    CANCELLED = "cancelled", _("Not sent, no longer needed")
    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Bounced")
    COMPLAINED = "complained", _("Marked as unwanted")
    OPENED = "opened", _("Opened")


class AttemptResult(models.TextChoices):
    """What one hand-over came to."""

    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused for good")
    POSTPONED = "postponed", _("Not taken yet")
    UNCERTAIN = "uncertain", _("Answer lost")


class CallOutcome(models.TextChoices):
    """What came of talking to a customer, or of trying to."""

    REACHED = "reached", _("Spoke with them")
    NOT_REACHED = "not_reached", _("Not reached")
    PROMISED = "promised", _("They promised to pay")
    SAYS_PAID = "says_paid", _("They say it is paid")
    QUESTION = "question", _("They have a question")
    DISPUTED = "disputed", _("They say something is wrong")


class StaffMessageKind(models.TextChoices):
    """Why somebody who works here is written to."""

    INVITATION = "invitation", _("Invitation")
    NEW_PASSWORD = "new_password", _("New password")
    TEST = "test", _("Test message")
