from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvoiceKind(models.TextChoices):
    """What the document is."""

    INVOICE = "invoice", _("Invoice")
    CREDIT_NOTE = "credit_note", _("Credit note")


class InvoiceOrigin(models.TextChoices):
    """Where the document was issued."""

    WRITTEN = "written", _("Written here")
    IMPORTED = "imported", _("Imported")


class InvoiceState(models.TextChoices):
    """Where the document stands. Due and overdue follow from the date and are not stored."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    SETTLED = "settled", _("Settled")


class Delivery(models.TextChoices):
    """What is known about the customer having received it."""

    NONE = "", _("Not sent")
    DECLARED = "declared", _("Delivered, as declared at import")
    QUEUED = "queued", _("Queued")
    ACCEPTED = "accepted", _("Accepted by the mail server")
    DELIVERED = "delivered", _("Delivered")
    OPENED = "opened", _("Opened in the portal")
    BOUNCED = "bounced", _("Bounced")
    REFUSED = "refused", _("Refused by the mail server")
    UNCERTAIN = "uncertain", _("Uncertain")


REACHED = frozenset({Delivery.DECLARED, Delivery.ACCEPTED, Delivery.DELIVERED, Delivery.OPENED})
"""Deliveries after which a reminder is fair."""
