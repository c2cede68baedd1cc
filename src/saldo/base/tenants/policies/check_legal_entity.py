"""Whether an issuer's details make sense."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from babel.core import get_global
from stdnum import iban
from stdnum.exceptions import ValidationError

from saldo.kernel.errors import BadInput
from saldo.kernel.money import is_currency

COUNTRIES = frozenset(get_global("territory_currencies")) - {"EU"}
REQUIRED = ("name", "short_name", "country", "time_zone", "currency")
LOOKS = ("plain", "ruled", "band")


def check_legal_entity(details: Mapping[str, Any], *, complete: bool = True) -> dict[str, Any]:
    """The details, tidied. Raises BadInput that names the first field at fault.

    `complete=False` checks a change, in which fields may be missing.
    """
    tidy = {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
    if complete:
        tidy.setdefault("short_name", str(tidy.get("name", ""))[:60])
        for name in REQUIRED:
            if not tidy.get(name):
                raise BadInput(code="missing", sentence=f"{name} is missing.", field=name)
    if "country" in tidy and tidy["country"] not in COUNTRIES:
        raise BadInput(code="unknown_country", sentence="Use a country's two-letter code, such as PT.", field="country")
    if "time_zone" in tidy and tidy["time_zone"] not in available_timezones():
        raise BadInput(code="unknown_time_zone", sentence="Use a name such as Europe/Lisbon.", field="time_zone")
    if "currency" in tidy and not is_currency(tidy["currency"]):
        raise BadInput(code="unknown_currency", sentence="Use a three-letter code, such as EUR.", field="currency")
    if tidy.get("iban"):
        try:
            tidy["iban"] = iban.validate(tidy["iban"])
        except ValidationError as error:
            raise BadInput(code="bad_iban", sentence="This IBAN's check digits are wrong.", field="iban") from error
    if "brand_colour" in tidy and not re.fullmatch(r"#[0-9a-fA-F]{6}", tidy["brand_colour"]):
        raise BadInput(code="bad_colour", sentence="Use a colour such as #1f5f8b.", field="brand_colour")
    for name in ("name", "short_name", "sender_name"):
        if re.search(r"[\r\n]", str(tidy.get(name, ""))):
            raise BadInput(code="line_break", sentence="A name stands on one line.", field=name)
    if "paper_look" in tidy and tidy["paper_look"] not in LOOKS:
        raise BadInput(code="unknown_look", sentence="Use plain, ruled or band.", field="paper_look")
    return tidy
