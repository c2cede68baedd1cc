"""Drafts and invoices as the stories need them, made through the actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from saldo.base.tenants.frame import current_frame, frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.invoices.actions import NewInvoice, NewLine, draft_invoices, issue_invoices
from saldo.kernel.calendar import business_date
from saldo.kernel.clock import Clock
from saldo.kernel.references import new_id
from saldo.taxes.actions import NewTaxCode, create_tax_codes
from saldo.taxes.queries import tax_codes
from tests.factories.cast import House

NONE = NewTaxCode(new_id(), new_id(), "NONE", "No tax", "O", Decimal(0), "Outside the scope of tax", False)
STANDARD = NewTaxCode(new_id(), new_id(), "NOR", "IVA 23 %", "S", Decimal(23), "", False)


def tax_code(house: House, code: str = "NONE", **details: Any) -> UUID:
    """The id of one of the issuer's taxes, made when it is first asked for. Needs an open frame.

    "NONE" (no tax, so that a price is a total) and "NOR" (23 %) are known; others say their `name`, `category`, `rate`.
    """
    entity_id = details.pop("legal_entity_id", house.entity_id)
    for one in tax_codes(house.tenant_id, entity_id):
        if one.code == code:
            return one.id
    template = {"NONE": NONE, "NOR": STANDARD}.get(code, STANDARD)
    new = replace(
        template, **{"id": new_id(), "legal_entity_id": entity_id, "code": code, "is_default": False, **details}
    )
    return create_tax_codes([new], actor=house.alice).only()


def new_line(house: House, unit_price: str, **overrides: Any) -> NewLine:
    """One piece of work at a price, without tax. Needs an open frame."""
    details: dict[str, Any] = {"description": "Bread delivery", "quantity": Decimal(1), **overrides}
    if "tax_code_id" not in details:
        details["tax_code_id"] = tax_code(house)
    return NewLine(unit_price=Decimal(unit_price), **details)


def new_invoice(
    house: House, customer_id: UUID, total: str = "1000.00", *, due_in: int = 30, **overrides: Any
) -> NewInvoice:
    """A draft of one untaxed line, in euros and English. Needs an open frame."""
    details: dict[str, Any] = {
        "id": new_id(),
        "legal_entity_id": house.entity_id,
        "customer_id": customer_id,
        "currency": "EUR",
        "language": "en",
        "terms_days": due_in,
        "title": "Bread in March",
    }
    if "lines" not in overrides:
        details["lines"] = (new_line(house, total),)
    return NewInvoice(**{**details, **overrides})


def make_draft(house: House, clock: Clock, customer: UUID, total: str = "1000.00", **overrides: Any) -> UUID:
    """Write a draft in a frame of its own and return its id; `overrides` are those of `new_invoice`."""
    with frame(house.tenant_id, clock=clock):
        return draft_invoices([new_invoice(house, customer, total, **overrides)], actor=house.alice).only()


def make_issued(
    house: House,
    clock: Clock,
    customer: UUID,
    total: str = "1000.00",
    *,
    due_in: int = 30,
    on: date | None = None,
    deliver: bool = False,
    **overrides: Any,
) -> UUID:
    """Write and issue an invoice in a frame of its own and return its id. `on` is the clock's day where left out."""
    with frame(house.tenant_id, clock=clock):
        new = new_invoice(house, customer, total, due_in=due_in, **overrides)
        draft_id = draft_invoices([new], actor=house.alice).only()
        return issue_invoices(
            [draft_id], on=on or today(house), actor=house.alice, deliver=deliver, confirmed=True
        ).only()


def today(house: House) -> date:
    """The issuer's business date. Needs an open frame."""
    return business_date(current_frame().now, get_legal_entity(house.tenant_id, house.entity_id).time_zone)
