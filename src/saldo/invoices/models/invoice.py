from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import CurrencyField, MoneyMinorField, TenantForeignKey, TenantModel
from saldo.invoices.choices import Delivery, InvoiceKind, InvoiceOrigin, InvoiceState


class Invoice(TenantModel):
    """An invoice or a credit note. `open_minor` is a copy of its ledger balance (a credit note's: what is left of it).

    `version` counts the changes of a draft, so that two people who edit it do not overwrite each other.
    """

    kind = models.CharField(max_length=12, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    origin = models.CharField(max_length=8, choices=InvoiceOrigin, default=InvoiceOrigin.WRITTEN)
    state = models.CharField(max_length=8, choices=InvoiceState, default=InvoiceState.DRAFT)
    legal_entity = TenantForeignKey("tenants.LegalEntity")
    customer = TenantForeignKey("customers.Customer")
    corrects = TenantForeignKey("invoices.Invoice", null=True)
    number = models.CharField(max_length=60, null=True)  # noqa: DJ001 - unique where it is set
    reference = models.CharField(max_length=35, blank=True, default="")
    language = models.CharField(max_length=5, default="en")
    currency = CurrencyField()
    title = models.CharField(max_length=200, blank=True, default="")
    period = models.CharField(max_length=100, blank=True, default="")
    order_number = models.CharField(max_length=60, blank=True, default="")
    note = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    terms_days = models.PositiveSmallIntegerField(default=30)
    issued_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    net_minor = MoneyMinorField(default=0)
    tax_minor = MoneyMinorField(default=0)
    total_minor = MoneyMinorField(default=0)
    open_minor = MoneyMinorField(default=0)
    delivery = models.CharField(max_length=10, choices=Delivery, blank=True, default="")
    delivery_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tenant_id", "legal_entity", "origin", "kind", "number"], name="invoices_invoice_number"
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(number__isnull=False, issued_on__isnull=False),
                name="invoices_issued_has_number",
            ),
            models.CheckConstraint(
                condition=models.Q(open_minor__gte=0) & models.Q(open_minor__lte=models.F("total_minor")),
                name="invoices_open_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", open_minor__gt=0)
                | models.Q(state="settled", open_minor=0, settled_on__isnull=False)
                | models.Q(state="draft", open_minor=0, number__isnull=True),
                name="invoices_state_follows_open",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "reference", "legal_entity"],
                name="invoices_reference",
                condition=~models.Q(reference=""),
            ),
        ]
        indexes = [
            models.Index(fields=["tenant_id", "customer", "state", "due_on"], name="invoices_customer_state"),
            models.Index(fields=["tenant_id", "created_at", "id"], name="invoices_newest"),
            models.Index(fields=["tenant_id", "due_on", "id"], name="invoices_due", condition=models.Q(state="open")),
            models.Index(
                fields=["tenant_id", "created_at", "id"], name="invoices_drafts", condition=models.Q(state="draft")
            ),
            models.Index(
                fields=["tenant_id", "created_at", "id"],
                name="invoices_credit_notes",
                condition=models.Q(kind="credit_note"),
            ),
            # The operators that find a prefix under a policy compare byte by byte.
            models.Index(
                fields=["tenant_id", "number"], name="invoices_number", opclasses=["uuid_ops", "varchar_pattern_ops"]
            ),
            models.Index(fields=["tenant_id", "corrects"], name="invoices_corrects"),
        ]
