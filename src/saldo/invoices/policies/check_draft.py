"""Whether a draft can be written as it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from saldo.invoices.policies.new_invoice import NewInvoice, NewLine
from saldo.invoices.policies.period import parse_period
from saldo.kernel.locales import LOCALES
from saldo.kernel.money import is_currency
from saldo.kernel.outcomes import Refusal
from saldo.taxes.choices import TaxCategory

MAX_LINES = 1000
MAX_TERMS_DAYS = 3650
MAX_NUMBER = Decimal(10) ** 12
MAX_DECIMALS = 6
MAX_PERCENT_DECIMALS = 3
TEXTS = {"title": 200, "order_number": 60, "note": 2000}
LINE_TEXTS = {"description": 300, "detail": 500, "unit": 10}


class TaxCodeFacts(NamedTuple):
    """What a draft must know of a tax code. `rate` is in per cent."""

    legal_entity_id: UUID
    category: str
    rate: Decimal
    note: str


def check_draft(
    new: NewInvoice, *, currency: str, customer_known: bool, issuer_known: bool, tax_codes: Mapping[UUID, TaxCodeFacts]
) -> list[Refusal]:
    """Everything that is wrong with a draft, each with its field (`lines.0.quantity`); empty if nothing is.

    `currency` is the one that it will have; `tax_codes` are those that its lines name, as far as they exist.
    """
    return [
        Refusal(new.id, code, sentence, field)
        for field, code, sentence in (
            *_check_head(new, currency, customer_known, issuer_known),
            *_check_mixture(new.lines, tax_codes),
            *(
                (f"lines.{index}.{field}", code, sentence)
                for index, line in enumerate(new.lines)
                for field, code, sentence in _check_line(line, new.legal_entity_id, tax_codes)
            ),
        )
    ]


_Finding = tuple[str, str, str]


def _check_head(new: NewInvoice, currency: str, customer_known: bool, issuer_known: bool) -> Iterator[_Finding]:
    if not customer_known:
        yield "customer_id", "unknown_customer", "This customer does not exist."
    if not issuer_known:
        yield "legal_entity_id", "unknown_issuer", "This issuer does not exist."
    if not is_currency(currency):
        yield "currency", "unknown_currency", "Use a three-letter currency code, such as EUR."
    if not new.lines:
        yield "lines", "no_lines", "Write at least one line."
    if len(new.lines) > MAX_LINES:
        yield "lines", "too_many_lines", f"An invoice has at most {MAX_LINES} lines."
    if new.terms_days is not None and not 0 <= new.terms_days <= MAX_TERMS_DAYS:
        yield "terms_days", "bad_terms", f"Give the days until payment is due, from 0 to {MAX_TERMS_DAYS}."
    if new.language and new.language not in LOCALES:
        yield "language", "unknown_language", "Saldo does not write this language."
    try:
        parse_period(new.period)
    except ValueError:
        yield "period", "bad_period", "Write the period as 2026-10-05/2026-11-20, or one day."
    yield from _too_long(new, TEXTS)


def _check_mixture(lines: tuple[NewLine, ...], tax_codes: Mapping[UUID, TaxCodeFacts]) -> Iterator[_Finding]:
    known = {line.tax_code_id for line in lines} & tax_codes.keys()
    categories = {tax_codes[code_id].category for code_id in known if code_id is not None}
    if TaxCategory.OUTSIDE_SCOPE in categories and len(categories) > 1:  # BR-O-11 of EN 16931
        yield "lines", "outside_scope_mixed", "What is outside the scope of tax needs an invoice of its own."


def _check_line(line: NewLine, issuer_id: UUID, tax_codes: Mapping[UUID, TaxCodeFacts]) -> Iterator[_Finding]:
    if not line.description.strip():
        yield "description", "description_missing", "Say what this line is for."
    yield from _too_long(line, LINE_TEXTS)
    yield from _check_number("quantity", line.quantity, MAX_DECIMALS)
    yield from _check_number("unit_price", line.unit_price, MAX_DECIMALS)
    yield from _check_number("discount_percent", line.discount_percent, MAX_PERCENT_DECIMALS)
    if line.quantity == 0:
        yield "quantity", "quantity_zero", "A line of nothing bills nothing. Give a quantity, or leave the line out."
    if line.unit_price < 0:  # BR-27 of EN 16931
        yield (
            "unit_price",
            "negative_price",
            "A price is not below zero. To take something off, use a negative quantity.",
        )
    if not 0 <= line.discount_percent <= 100:
        yield "discount_percent", "bad_discount", "A discount is between 0 and 100 per cent."
    if line.tax_code_id is None:
        yield "tax_code_id", "tax_code_missing", "Choose the tax of this line."
    elif line.tax_code_id not in tax_codes or tax_codes[line.tax_code_id].legal_entity_id != issuer_id:
        yield "tax_code_id", "unknown_tax_code", "This issuer has no such tax."


def _check_number(field: str, number: Decimal, decimals: int) -> Iterator[_Finding]:
    if not number.is_finite() or abs(number) >= MAX_NUMBER:
        yield field, "number_too_long", "This number is too large."
    elif -int(number.as_tuple().exponent) > decimals:
        yield field, "too_many_decimals", f"At most {decimals} decimals can be kept."


def _too_long(subject: NewInvoice | NewLine, limits: Mapping[str, int]) -> Iterator[_Finding]:
    for field, limit in limits.items():
        if len(getattr(subject, field)) > limit:
            yield field, "text_too_long", f"At most {limit} characters fit here."
