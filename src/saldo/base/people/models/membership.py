from __future__ import annotations

from django.db import models

from saldo.base.people.choices import Role
from saldo.kernel.references import new_id


class Membership(models.Model):
    """A person's role in a tenant. Global, because it is read before a tenant is chosen.

    Invited: `invitation` is what the link in the mail carries, and the person is not active yet. It is cleared when the
    link was used or withdrawn. `joined_at` stays: who is not active but has joined was deactivated.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant = models.ForeignKey("tenants.Tenant", models.PROTECT, related_name="+")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    invitation = models.UUIDField(null=True, unique=True)
    invited_at = models.DateTimeField(null=True)
    inviter_name = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant", "user"], name="people_membership_once")]
