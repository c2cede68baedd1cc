from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is to a tenant."""

    OWNER = "owner", _("Owner")
    COLLECTOR = "collector", _("Collector")
    BOOKKEEPER = "bookkeeper", _("Bookkeeper")
    ACCOUNT_MANAGER = "account_manager", _("Account manager")
    READ_ONLY = "read_only", _("Read only")
