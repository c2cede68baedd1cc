from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseKind(models.TextChoices):
    """What the customer wants."""

    QUESTION = "question", _("Question")
    DISPUTE = "dispute", _("Something is wrong")
    CONTACT_CHANGE = "contact_change", _("New contact details")


class CaseReason(models.TextChoices):
    """What is wrong with an invoice, as the customer says."""

    WRONG_AMOUNT = "wrong_amount", _("The amount is wrong")
    WRONG_DETAILS = "wrong_details", _("Name, address or order number are wrong")
    NOT_RECEIVED = "not_received", _("We did not receive what it is for")
    ALREADY_PAID = "already_paid", _("It is paid already")
    NOT_AS_AGREED = "not_as_agreed", _("It is not what we agreed on")
    OTHER = "other", _("Something else")


class CaseState(models.TextChoices):
    """How far a case has come."""

    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")
