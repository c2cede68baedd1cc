from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel
from saldo.imports.choices import RowKind


class KeptMapping(TenantModel):
    """How files of one kind with one header were read the last time: the next one is read so without being asked."""

    kind = models.CharField(max_length=10, choices=RowKind)
    header_hash = models.CharField(max_length=64)
    options = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "kind", "header_hash"], name="imports_mapping_once")
        ]
