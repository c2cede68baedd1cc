from __future__ import annotations

from django.db import models

from saldo.base.tenants.fields import TenantForeignKey, TenantModel
from saldo.collections.choices import TaskKind, TaskState


class Task(TenantModel):
    """Something on the worklist. `key` keeps the same occasion from being put there twice.

    `weight` is what was overdue when the task was opened, in hundredths and currencies thrown together: it orders the
    worklist and is never shown. `oldest_due_on` breaks ties. `outcome_code` says what came of it (a TaskOutcome or
    CallOutcome), `outcome` what a person added in words. `facts` is what the task knows beside its customer, as
    strings: the day and amount of a promise.
    """

    customer = TenantForeignKey("customers.Customer")
    reminder = TenantForeignKey("collections.Reminder", null=True)
    message = TenantForeignKey("correspondence.Message", null=True)
    case = TenantForeignKey("cases.Case", null=True)
    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=16, choices=TaskKind)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    detail = models.CharField(max_length=300, blank=True, default="")
    facts = models.JSONField(default=dict, db_default={})
    weight = models.BigIntegerField(default=0)
    oldest_due_on = models.DateField()
    due_on = models.DateField()
    snoozed_until = models.DateField(null=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome_code = models.CharField(max_length=20, blank=True, default="", db_default="")
    outcome = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tenant_id", "key"], name="collections_task_key")]
        indexes = [
            models.Index(
                fields=["tenant_id", "-weight", "oldest_due_on", "id"],
                name="collections_task_open",
                condition=models.Q(state="open"),
            )
        ]
