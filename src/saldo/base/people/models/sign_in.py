from __future__ import annotations

from django.db import models

from saldo.kernel.references import new_id


class SignIn(models.Model):
    """A browser in which a person is signed in. Global, like the session that it describes.

    `device` is what the browser says of itself. A row whose session is gone means nothing.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=300, blank=True, default="")
    address = models.CharField(max_length=45, blank=True, default="")
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
