from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RowKind(models.TextChoices):
    """What the rows of a file are."""

    CUSTOMERS = "customers", _("Customers")
    INVOICES = "invoices", _("Open invoices")
    PAYMENTS = "payments", _("Payments")


class RunState(models.TextChoices):
    """How far an import has come."""

    MAPPING = "mapping", _("Waiting for its columns")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked, nothing imported yet")
    IMPORTING = "importing", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Could not be read")


WORKING = frozenset({RunState.CHECKING, RunState.IMPORTING})
"""States in which a job is at work."""
