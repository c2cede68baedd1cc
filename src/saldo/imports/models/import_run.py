from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel
from saldo.imports.choices import RowKind, RunState


class ImportRun(TenantModel):
    """One file on its way in. The bytes stand in the inbox as they came.

    `options` say how it is read: columns by field, formats, and what goes with the kind. `report` holds every row that
    was not simply taken, packed (`policies.row_fates`). `step` counts the jobs that were asked for, so that a late one
    does nothing.
    """

    kind = models.CharField(max_length=10, choices=RowKind)
    state = models.CharField(max_length=10, choices=RunState)
    step = models.PositiveIntegerField(default=0)
    legal_entity = TenantForeignKey("tenants.LegalEntity")
    file = TenantForeignKey("inbox.InboxMessage")
    file_name = models.CharField(max_length=200)
    options = models.JSONField(default=dict)
    takes_good_rows = models.BooleanField(default=False)
    rows_expected = models.PositiveIntegerField(default=0)
    rows_seen = models.PositiveIntegerField(default=0)
    done_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    report = models.BinaryField(default=bytes)
    problem = models.CharField(max_length=500, blank=True, default="")
    author_id = models.UUIDField(null=True)
    author_name = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "created_at", "id"], name="imports_run_latest")]
