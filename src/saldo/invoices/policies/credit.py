"""Whether and how an invoice is credited.

What is credited is split over the invoice's taxes as they are left, so that any amount comes out exactly and the last
credit note ends at zero in every tax. A split tax may differ from rate times base by a minor unit, which EN 16931
allows (its rules BR-S-09 and alike compare within one).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from saldo.invoices.choices import InvoiceKind
from saldo.invoices.policies.new_invoice import CreditRequest
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Refusal
from saldo.taxes.policies.compute_totals import TaxSubtotal

MAX_REASON = 300


class TaxShare(NamedTuple):
    """A part of an invoice in one tax, in minor units of its currency."""

    category: str
    rate: Decimal
    base_minor: int
    tax_minor: int

    @property
    def gross_minor(self) -> int:
        """Tax included."""
        return self.base_minor + self.tax_minor


def left_to_credit(invoice: Sequence[TaxShare], credited: Sequence[TaxShare]) -> list[TaxShare]:
    """The shares of an invoice that no credit note has given back yet."""
    left = {(one.category, one.rate): [one.base_minor, one.tax_minor] for one in invoice}
    for one in credited:
        share = left[one.category, one.rate]
        share[0] -= one.base_minor
        share[1] -= one.tax_minor
    return [TaxShare(category, rate, base, tax) for (category, rate), (base, tax) in left.items()]


def may_credit(
    request: CreditRequest, invoice: Sheet, left: Sequence[TaxShare], *, on: date, today: date
) -> Refusal | None:
    """Why an invoice cannot be credited as asked, or None."""
    found = _find(request, invoice, left, on, today)
    return Refusal(request.id, *found) if found else None


def _find(
    request: CreditRequest, invoice: Sheet, left: Sequence[TaxShare], on: date, today: date
) -> tuple[str, str, str] | None:
    if invoice.is_draft or invoice.kind != InvoiceKind.INVOICE:
        return "not_an_issued_invoice", "Only an issued invoice can be credited.", "invoice_id"
    if not request.reason.strip():
        return "reason_missing", "Say why. The customer reads it on the credit note.", "reason"
    if len(request.reason) > MAX_REASON:
        return "text_too_long", f"At most {MAX_REASON} characters fit here.", "reason"
    if on > today:
        return "date_in_future", "A credit note cannot be issued on a day that has not come.", "on"
    assert invoice.issued_on is not None
    if on < invoice.issued_on:
        return "before_invoice", "A credit note is not older than the invoice that it corrects.", "on"
    rest = sum(share.gross_minor for share in left)
    if rest <= 0:
        return "nothing_left", "This invoice has been credited in full.", "amount"
    return None if request.amount is None else _check_amount(request.amount, invoice, left, rest)


def _check_amount(amount: Money, invoice: Sheet, left: Sequence[TaxShare], rest: int) -> tuple[str, str, str] | None:
    if amount.currency != invoice.currency:
        return "currency_mismatch", f"The invoice is in {invoice.currency}.", "amount"
    if amount.minor <= 0:
        return "amount_not_positive", "Credit more than zero.", "amount"
    if amount.minor > rest:
        return "more_than_left", f"No more than {Money(rest, invoice.currency).decimal} is left to credit.", "amount"
    if amount.minor < rest and any(share.base_minor < 0 or share.tax_minor < 0 for share in left):
        return "cannot_split", "This invoice takes something off in one of its taxes. Credit it as a whole.", "amount"
    return None


def split_credit(amount: Money, left: Sequence[TaxShare]) -> list[TaxShare]:
    """The amount (gross) over the shares that are left; all of it gives the shares themselves.

    Whatever was split before, no share ever goes below zero.
    """
    if amount.minor == sum(share.gross_minor for share in left):
        return [share for share in left if share.base_minor or share.tax_minor]
    grosses = amount.allocate([share.gross_minor for share in left])
    shares = []
    for share, gross in zip(left, grosses, strict=True):
        if gross:
            base, tax = gross.allocate([share.base_minor, share.tax_minor])
            shares.append(TaxShare(share.category, share.rate, base.minor, tax.minor))
    return shares


def credit_lines(shares: Sequence[TaxShare], *, reason: str, currency: str) -> list[SheetLine]:
    """A line for each tax of a credit in part, at quantity one."""
    return [
        SheetLine(
            *(position, reason, "", Decimal(1), "", Money(share.base_minor, currency).decimal, Decimal(0), None),
            *(share.category, share.rate, share.base_minor),
        )
        for position, share in enumerate(shares, 1)
    ]


def tax_subtotals_of(shares: Sequence[TaxShare], currency: str) -> list[TaxSubtotal]:
    """The shares as the paper shows them."""
    return [
        TaxSubtotal(one.category, one.rate, Money(one.base_minor, currency), Money(one.tax_minor, currency))
        for one in shares
    ]
