from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TaxCategory(models.TextChoices):
    """The categories of EN 16931 (code list UNCL 5305)."""

    STANDARD = "S", _("Standard or reduced rate")
    ZERO = "Z", _("Zero rate")
    EXEMPT = "E", _("Exempt")
    REVERSE_CHARGE = "AE", _("Reverse charge")
    INTRA_COMMUNITY = "K", _("Intra-Community supply")
    EXPORT = "G", _("Export outside the EU")
    OUTSIDE_SCOPE = "O", _("Outside the scope of tax")
