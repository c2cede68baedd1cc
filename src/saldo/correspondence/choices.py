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
