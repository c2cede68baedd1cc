from __future__ import annotations

from django.db import models

from saldo.kernel.references import new_id


class Tenant(models.Model):
    """An account. The table is global, and its policy shows a frame nothing but its own tenant."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField()
