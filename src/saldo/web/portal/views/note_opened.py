"""That a customer has seen something, which is the best proof of receipt that there is."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest

from saldo.correspondence.actions import record_opened
from saldo.invoices.actions import change_delivery
from saldo.invoices.choices import Delivery
from saldo.web.portal.queries import Visit


def note_opened(request: HttpRequest, visit: Visit, documents: Mapping[UUID, bool]) -> None:
    """Documents, each with whether it is seen for the first time: they, and the messages about them, are opened.

    Programs that only look whether an address answers (HEAD) have seen nothing.
    """
    if request.method != "GET":
        return
    new = {one: Delivery.OPENED for one, is_new in documents.items() if is_new}
    if new:
        change_delivery(new, at=visit.now, actor=visit.actor)
    person = visit.entry.contact
    if person is not None:
        record_opened(list(documents), customer_id=visit.customer_id, contact_id=person.id, actor=visit.actor)
