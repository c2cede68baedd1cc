"""The tax codes with which an issuer of a country begins. A minimal set that its accountant reviews, not advice.

Rates of the mainland as of 2026: CIVA art. 18 (PT), LIVA art. 90-91 (ES), ustawa o VAT art. 41 and 146ef (PL), VATA
1994 s. 2 and 29A (GB), UStG § 12 (DE), CGI art. 278 to 281 (FR). Brazil taxes services by the municipality and goods
by the state, on documents of their own: an invoice here states no tax.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, NamedTuple
from uuid import UUID

from saldo.kernel.references import new_id
from saldo.taxes.policies.check_tax_code import NewTaxCode


class _Code(NamedTuple):
    code: str
    name: str
    category: str
    rate: str = "0"
    note: str = ""


_OUTSIDE = _Code("NONE", "No tax", "O", note="Outside the scope of tax")

# The first of a country is what a new line begins with.
_CODES: Final[Mapping[str, tuple[_Code, ...]]] = MappingProxyType(
    {
        "PT": (
            _Code("NOR", "IVA 23 %", "S", "23"),
            _Code("INT", "IVA 13 %", "S", "13"),
            _Code("RED", "IVA 6 %", "S", "6"),
            _Code("ISE", "IVA isento", "E", note="Isento nos termos do artigo 9.º do CIVA"),
            _Code("AE", "IVA – autoliquidação", "AE", note="IVA – autoliquidação"),
        ),
        "ES": (
            _Code("GEN", "IVA 21 %", "S", "21"),
            _Code("RED", "IVA 10 %", "S", "10"),
            _Code("SUP", "IVA 4 %", "S", "4"),
            _Code("EXE", "IVA exento", "E", note="Operación exenta según el artículo 20 de la Ley 37/1992"),
            _Code("ISP", "Inversión del sujeto pasivo", "AE", note="Inversión del sujeto pasivo"),
        ),
        "PL": (
            _Code("23", "VAT 23%", "S", "23"),
            _Code("8", "VAT 8%", "S", "8"),
            _Code("5", "VAT 5%", "S", "5"),
            _Code("0", "VAT 0%", "Z"),
            _Code("ZW", "VAT zw.", "E", note="Zwolnienie na podstawie art. 43 ust. 1 ustawy o VAT"),
            _Code("OO", "Odwrotne obciążenie", "AE", note="Odwrotne obciążenie"),
        ),
        "GB": (
            _Code("STD", "VAT 20%", "S", "20"),
            _Code("RED", "VAT 5%", "S", "5"),
            _Code("ZERO", "VAT 0%", "Z"),
            _Code("EXE", "Exempt from VAT", "E", note="Exempt from VAT"),
            _Code("RC", "Reverse charge", "AE", note="Reverse charge: the customer accounts for the VAT"),
        ),
        "DE": (
            _Code("19", "USt 19 %", "S", "19"),
            _Code("7", "USt 7 %", "S", "7"),
            _Code("FREI", "Steuerfrei", "E", note="Steuerfrei nach § 4 UStG"),
            _Code("RC", "Reverse Charge", "AE", note="Steuerschuldnerschaft des Leistungsempfängers"),
        ),
        "FR": (
            _Code("20", "TVA 20 %", "S", "20"),
            _Code("10", "TVA 10 %", "S", "10"),
            _Code("5.5", "TVA 5,5 %", "S", "5.5"),
            _Code("2.1", "TVA 2,1 %", "S", "2.1"),
            _Code("EXO", "Exonéré de TVA", "E", note="Exonération de TVA, article 261 du CGI"),
            _Code("AL", "Autoliquidation", "AE", note="Autoliquidation"),
        ),
        "BR": (_Code("NONE", "Sem imposto", "O", note="Sem destaque de imposto neste documento"),),
    }
)

COUNTRIES: Final = tuple(_CODES)
"""Countries that have a set of their own; every other begins with "no tax"."""


def default_tax_codes(country: str, legal_entity_id: UUID) -> list[NewTaxCode]:
    """New codes, with fresh ids, for an issuer of a country; the first one is the default."""
    return [
        NewTaxCode(
            id=new_id(),
            legal_entity_id=legal_entity_id,
            code=one.code,
            name=one.name,
            category=one.category,
            rate=Decimal(one.rate),
            note=one.note,
            is_default=position == 0,
        )
        for position, one in enumerate(_CODES.get(country, (_OUTSIDE,)))
    ]
