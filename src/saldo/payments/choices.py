from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PaymentMethod(models.TextChoices):
    """How money came."""

    CARD = "card", _("Card")
    TRANSFER = "transfer", _("Bank transfer")
    CASH = "cash", _("Cash")
    CHEQUE = "cheque", _("Cheque")
    OTHER = "other", _("Other")


class PaymentOrigin(models.TextChoices):
    """Who told us."""

    GATEWAY = "gateway", _("Gateway")
    RECORDED = "recorded", _("Recorded by a person")
    IMPORTED = "imported", _("Imported")


class PaymentState(models.TextChoices):
    """Whether the money is still ours."""

    RECEIVED = "received", _("Received")
    REVERSED = "reversed", _("Reversed")


class CheckoutState(models.TextChoices):
    """Where a checkout stands."""

    NEW = "new", _("Not yet at the gateway")
    OPEN = "open", _("Open at the gateway")
    PENDING = "pending", _("Waiting for the gateway")
    PAID = "paid", _("Paid")
    FAILED = "failed", _("Failed")
