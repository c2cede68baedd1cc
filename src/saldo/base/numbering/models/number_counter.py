from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel


class NumberCounter(TenantModel):
    """The last number of a series in a year (0 for a series that never begins again), and the day it was used on."""

    series = TenantForeignKey("numbering.NumberSeries")
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField()
    last_used_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "series", "year"], name="numbering_counter_year")]
