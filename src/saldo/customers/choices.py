from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CustomerKind(models.TextChoices):
    """Decides which law applies; unknown is treated like an individual, the strictest."""

    BUSINESS = "business", _("Business")
    INDIVIDUAL = "individual", _("Individual")
    UNKNOWN = "unknown", _("Not known")


class ContactHold(models.TextChoices):
    """Why nobody may chase this customer."""

    NONE = "", _("None")
    LEGAL = "legal", _("Legal hold")
    OPTED_OUT = "opted_out", _("Asked not to be reminded")
