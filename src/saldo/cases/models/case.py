from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel
from saldo.cases.choices import CaseKind, CaseReason, CaseState


class Case(TenantModel):
    """What a customer asked, or what they say is wrong with an invoice, until a person has closed it.

    An invoice has one open dispute at a time: whatever is written later about it belongs to that one. `proposed` are
    new contact details by field ("email", "phone", "address"), which change nothing until a person confirms them.
    """

    customer = TenantForeignKey("customers.Customer")
    contact = TenantForeignKey("customers.Contact", null=True)
    legal_entity = TenantForeignKey("tenants.LegalEntity")
    invoice = TenantForeignKey("invoices.Invoice", null=True)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=CaseKind)
    reason = models.CharField(max_length=16, choices=CaseReason, blank=True, default="")
    words = models.TextField(blank=True, default="")
    proposed = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN)
    author_name = models.CharField(max_length=200, blank=True, default="")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tenant_id", "key"], name="cases_case_key"),
            models.UniqueConstraint(
                fields=["tenant_id", "invoice"],
                name="cases_dispute_once",
                condition=models.Q(kind="dispute", state="open"),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="dispute") | models.Q(invoice__isnull=False), name="cases_dispute_invoice"
            ),
        ]
        indexes = [models.Index(fields=["tenant_id", "customer", "-opened_at"], name="cases_case_customer")]
