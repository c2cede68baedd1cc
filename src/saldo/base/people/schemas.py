"""What a view for people receives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import HttpRequest

from saldo.kernel.actors import Actor

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


class StaffRequest(HttpRequest):
    """A request inside its frame.

    `actor` is the person who is signed in, `role` what they are in the tenant that is open (a `Role`).
    `issuers` are the tenant's legal entities, `issuer` the one that was opened (the first where none was), `today` the
    business date in its calendar.
    """

    actor: Actor
    role: str
    issuers: list[LegalEntity]
    issuer: LegalEntity
    today: date
