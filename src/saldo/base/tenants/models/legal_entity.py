from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saldo.base.tenants.fields import CurrencyField, TenantModel


class LegalEntity(TenantModel):
    """An issuer: the party named on documents, whose calendar dates are and whose books the ledger keeps.

    `logo_id` is the id of a kept picture; what keeps files stands above this table, so there is no foreign key. In test
    mode (`is_test`) nothing reaches a customer: mail goes to `test_email`, or is held where that is empty.
    `first_steps` are those of the guided set-up that are left.
    """

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60)
    country = models.CharField(max_length=2)
    time_zone = models.CharField(max_length=60)
    currency = CurrencyField()
    language = models.CharField(max_length=5, default="en")
    tax_id = models.CharField(max_length=40, blank=True, default="")
    address_lines = ArrayField(models.CharField(max_length=120), default=list)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    website = models.CharField(max_length=120, blank=True, default="")
    legal_line = models.CharField(max_length=300, blank=True, default="")
    iban = models.CharField(max_length=34, blank=True, default="")
    bic = models.CharField(max_length=11, blank=True, default="")
    accounts_name = models.CharField(max_length=120, blank=True, default="")
    accounts_role = models.CharField(max_length=120, blank=True, default="")
    brand_colour = models.CharField(max_length=7, default="#1f5f8b")
    brand_mark = models.CharField(max_length=2, blank=True, default="")
    logo_id = models.UUIDField(null=True)
    sender_name = models.CharField(max_length=120, blank=True, default="")
    paper_look = models.CharField(max_length=8, default="plain")
    default_terms_days = models.PositiveSmallIntegerField(default=30)
    is_test = models.BooleanField(default=False)
    test_email = models.EmailField(blank=True, default="")
    first_steps = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    created_at = models.DateTimeField()

    @property
    def sends_as(self) -> str:
        """The name that mails come from."""
        return self.sender_name or self.short_name or self.name
