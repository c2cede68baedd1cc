from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantModel
from saldo.correspondence.choices import MessageState, StaffMessageKind


class StaffMessage(TenantModel):
    """A mail to somebody who works here: an invitation, or the way to a new password.

    Kept is that it was written and what became of it, never its words: they hold a link that opens an account, which
    is made when the mail leaves. `user_id` names a global row.
    """

    user_id = models.UUIDField()
    kind = models.CharField(max_length=20, choices=StaffMessageKind)
    state = models.CharField(max_length=10, choices=MessageState)
    recipient_email = models.CharField(max_length=254)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["tenant_id", "user_id", "created_at"], name="correspondence_staff_of")]
