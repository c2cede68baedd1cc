"""The form of a draft: its head, its lines, and what they come to as a request."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from saldo.base.people.schemas import StaffRequest
from saldo.customers.queries import customers_by_number, find_customers
from saldo.invoices.actions import NewInvoice
from saldo.invoices.forms import MOST_LINES, SPARE_LINES, DraftForm, LineForm, bound_lines, fresh_lines, retyped_lines
from saldo.kernel.outcomes import Refusal
from saldo.taxes.queries import tax_codes

Taxes = list[tuple[str, str]]
_FIELDS = {"customer_id": "customer", "period": "period_to"}


@dataclass(slots=True)
class DraftPage:
    """What the page shows. `head` and `lines` are Django forms."""

    head: DraftForm
    lines: list[LineForm]

    def context(self) -> dict[str, Any]:
        """For the template."""
        return {
            "head": self.head,
            "lines": self.lines,
            "has_room": len(self.lines) < MOST_LINES,
            "has_wrong_lines": any(line.errors for line in self.lines if line.is_bound),
        }


def tax_choices(request: StaffRequest, legal_entity_id: UUID) -> Taxes:
    """An issuer's taxes, the default first."""
    return [(str(one.id), one.name) for one in tax_codes(request.actor.tenant_id, legal_entity_id)]


def fresh_page(initial: Mapping[str, Any], kept: list[Mapping[str, Any]], taxes: Taxes) -> DraftPage:
    """A form that nobody has written in yet."""
    return DraftPage(DraftForm(initial=dict(initial)), fresh_lines(kept, taxes=taxes, spare=0 if kept else SPARE_LINES))


def page_with_more_lines(data: Mapping[str, Any], taxes: Taxes) -> DraftPage:
    """What was typed, unjudged, with room for more."""
    typed = {name: data[name] for name in DraftForm.base_fields if name in data}
    return DraftPage(DraftForm(initial=typed), retyped_lines(data, taxes=taxes, more=SPARE_LINES))


def read_page(request: StaffRequest, data: Mapping[str, Any], taxes: Taxes) -> tuple[DraftPage, UUID | None]:
    """What was sent, and the customer that it is for, if that is clear."""
    page = DraftPage(DraftForm(data), bound_lines(data, taxes=taxes))
    customer_id = None
    if page.head.is_valid():
        customer_id = _find_customer(request, page.head)
    return page, customer_id


def _find_customer(request: StaffRequest, head: DraftForm) -> UUID | None:
    words, tenant_id = head.cleaned_data["customer"].strip(), request.actor.tenant_id
    exact = customers_by_number(tenant_id, [words]).get(words)
    if exact:
        return exact
    found = find_customers(tenant_id, search=words, limit=6).customers
    same = [one for one in found if one.name.casefold() == words.casefold()]
    if len(found) == 1 or len(same) == 1:
        return (same or found)[0].customer_id
    if found:
        names = "; ".join(f"{one.name} ({one.number})" for one in found[:5])
        head.add_error(
            "customer", _("Several customers are called so. Write the number of one: %(names)s.") % {"names": names}
        )
    else:
        head.add_error("customer", _("There is no such customer."))
    return None


def new_invoice_of(page: DraftPage, *, customer_id: UUID | None, legal_entity_id: UUID) -> NewInvoice | None:
    """The request, or None where something that was typed is not right yet."""
    written = [line for line in page.lines if line.is_bound]
    are_right = [line.is_valid() for line in written]
    if not written and page.head.is_valid():
        page.head.add_error(None, _("Write at least one line."))
    if customer_id is None or not written or not all(are_right) or not page.head.is_valid():
        return None
    data = page.head.cleaned_data
    return NewInvoice(
        id=data["id"],
        legal_entity_id=legal_entity_id,
        customer_id=customer_id,
        lines=tuple(line.new_line() for line in written),
        **{
            name: data[name]
            for name in ("currency", "terms_days", "title", "period", "order_number", "note", "language")
        },
    )


def show_refusals(page: DraftPage, refused: Iterable[Refusal]) -> None:
    """Put each refusal at its field: `lines.2.quantity` counts the lines that were written."""
    written = [line for line in page.lines if line.is_bound]
    for one in refused:
        parts = (one.field or "").split(".")
        if len(parts) == 3 and int(parts[1]) < len(written):
            _blame(written[int(parts[1])], parts[2], one.sentence)
        else:
            _blame(page.head, _FIELDS.get(parts[0], parts[0]), one.sentence)


def _blame(form: DraftForm | LineForm, field: str, sentence: str) -> None:
    form.add_error(field if field in form.fields else None, sentence)
