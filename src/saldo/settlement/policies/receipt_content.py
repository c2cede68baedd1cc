"""What a receipt says, frozen when it is issued: plain JSON in the shape that `base.files.documents.paper` sets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from saldo.invoices.policies.content import CustomerContent, SellerContent, amount_text
from saldo.kernel.money import Money, exponent


class PaidItem(NamedTuple):
    """An invoice that the payment paid (a part of), in minor units: what was paid, and what is left open after it."""

    number: str
    title: str
    paid_minor: int
    left_minor: int


def receipt_content(
    *,
    number: str,
    on: date,
    received: Money,
    received_on: date,
    method: str,
    payment_reference: str,
    unapplied: Money,
    items: Sequence[PaidItem],
    seller: SellerContent,
    customer: CustomerContent,
    template_version: str,
    language: str,
) -> dict[str, Any]:
    """The frozen content: `paper` is what the sheet sets, the rest says how. `method` is in the receipt's language.

    What was open before is what is left and what was paid: the receipt speaks of this payment only.
    """
    digits = exponent(received.currency)
    paper: dict[str, Any] = {
        "template_version": template_version,
        "number": number,
        "date": on.isoformat(),
        "currency": received.currency,
        "exponent": digits,
        "seller": dict(seller.seller),
        "customer": dict(customer.customer),
        "contact": dict(seller.contact),
        "received": amount_text(received.minor, digits),
        "received_on": received_on.isoformat(),
        "method": method,
        "payment_reference": payment_reference,
        "payer": customer.customer["name"],
        "items": _items(items, digits),
    }
    if unapplied:
        kept = amount_text(unapplied.minor, digits)
        paper["unapplied"] = {"amount": kept, "running_amount": amount_text(received.minor, digits)}
    return {"paper": paper, "look": seller.look, "accent": seller.accent, "language": language}


def _items(items: Sequence[PaidItem], digits: int) -> list[dict[str, str]]:
    running, shown = 0, []
    for one in items:
        running += one.paid_minor
        shown.append(
            {
                "number": one.number,
                "title": one.title,
                "open": amount_text(one.left_minor + one.paid_minor, digits),
                "paid": amount_text(one.paid_minor, digits),
                "left": amount_text(one.left_minor, digits),
                "running_amount": amount_text(running, digits),
            }
        )
    return shown
