"""What a tax code is made of, and whether it makes sense."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from saldo.kernel.errors import BadInput
from saldo.taxes.choices import TaxCategory
from saldo.taxes.policies.compute_totals import UNTAXED_CATEGORIES

EXPLAINED_CATEGORIES = UNTAXED_CATEGORIES - {TaxCategory.ZERO.value}
"""Categories whose reason is printed (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10)."""

_THOUSANDTH = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class NewTaxCode:
    """A tax code as it comes in. `rate` is in per cent; `note` is the reason that is printed where no tax is due."""

    id: UUID
    legal_entity_id: UUID
    code: str
    name: str
    category: str
    rate: Decimal
    note: str = ""
    is_default: bool = False


def check_tax_code(new: NewTaxCode) -> NewTaxCode:
    """The tax code, tidied. Raises BadInput that names the first field at fault."""
    tidy = replace(new, code=new.code.strip(), name=new.name.strip(), note=new.note.strip())
    for field, length in (("code", 20), ("name", 100), ("note", 300)):
        if len(getattr(tidy, field)) > length:
            raise BadInput("too_long", f"The {field} is longer than {length} characters.", field=field)
    if not tidy.code or not tidy.name:
        field = "name" if tidy.code else "code"
        raise BadInput("missing", f"A tax code needs a {field}.", field=field)
    if tidy.category not in TaxCategory.values:
        raise BadInput("unknown_category", f"The category is one of {', '.join(TaxCategory.values)}.", field="category")
    _check_rate(tidy)
    if tidy.category in EXPLAINED_CATEGORIES and not tidy.note:
        raise BadInput("missing", "Say why no tax is due; the reason is printed.", field="note")
    return tidy


def _check_rate(new: NewTaxCode) -> None:
    rate = new.rate
    if not isinstance(rate, Decimal) or not rate.is_finite() or not 0 <= rate <= 100:
        raise BadInput("bad_rate", "A tax rate is between 0 and 100 per cent.", field="rate")
    if rate % _THOUSANDTH:
        raise BadInput("too_many_decimals", "A tax rate has at most three decimals.", field="rate")
    if (rate > 0) == (new.category in UNTAXED_CATEGORIES):
        raise BadInput("rate_without_tax", "A rate belongs to the category S, and S needs a rate.", field="rate")
