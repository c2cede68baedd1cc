from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel


class DocumentWords(TenantModel):
    """The printed words of a language in a version of the template, frozen when first used. Append-only."""

    language = models.CharField(max_length=5)
    template_version = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    words = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "sha256"], name="invoices_words_once")]
