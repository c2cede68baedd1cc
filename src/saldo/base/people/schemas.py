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
    `issuer` is the tenant's first legal entity, `today` the business date in its calendar.
    """

    actor: Actor
    role: str
    issuer: LegalEntity
    today: date
