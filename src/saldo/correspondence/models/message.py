from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel
from saldo.correspondence.choices import MessageKind, MessageState


class Message(TenantModel):
    """One e-mail, call or note. `key` makes sending idempotent; `about_ids` are the documents it is about.

    `sending_job` is the job that claims and sends it (a reminder's checks its stop conditions first).
    `resend_uncertain` says whether it may go out again, under the same Message-ID, when the answer was lost.
    `redirected_to` is the address that got it in place of the recipient, who never did: its issuer is in test mode.
    `outcome` is what came of a call, a CallOutcome.
    """

    customer = TenantForeignKey("customers.Customer")
    contact = TenantForeignKey("customers.Contact", null=True)
    legal_entity = TenantForeignKey("tenants.LegalEntity")
    kind = models.CharField(max_length=12, choices=MessageKind)
    channel = models.CharField(max_length=10, default="email")
    key = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=MessageState)
    language = models.CharField(max_length=5, default="en")
    sender_name = models.CharField(max_length=200, blank=True, default="")
    reply_to = models.CharField(max_length=254, blank=True, default="")
    recipient_name = models.CharField(max_length=200, blank=True, default="")
    recipient_email = models.CharField(max_length=254, blank=True, default="")
    subject = models.CharField(max_length=300, blank=True, default="")
    body_text = models.TextField(blank=True, default="")
    body_html = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=200, blank=True, default="")
    about_ids = ArrayField(models.UUIDField(), default=list)
    sending_job = models.CharField(max_length=60, blank=True, default="")
    redirected_to = models.CharField(max_length=254, blank=True, default="", db_default="")
    resend_uncertain = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")
    outcome = models.CharField(max_length=20, blank=True, default="", db_default="")
    author_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "key"], name="correspondence_message_key")]
        indexes = [
            models.Index(fields=["tenant_id", "customer", "created_at", "id"], name="correspondence_timeline"),
            models.Index(fields=["tenant_id", "message_id"], name="correspondence_message_id"),
            models.Index(
                fields=["tenant_id", "state", "next_attempt_at"],
                name="correspondence_waiting",
                condition=models.Q(state__in=["held", "queued", "sending", "uncertain"]),
            ),
        ]
