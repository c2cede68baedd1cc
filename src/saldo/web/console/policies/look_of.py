"""How an issuer that is being tried on looks, and whether its colour can be read."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol
from urllib.parse import urlencode

from saldo.web.ui.policies.brand_colours import READABLE, WHITE, brand_colours, contrast

SHOWN = (
    *("name", "short_name", "tax_id", "language", "phone", "website", "iban", "bic", "default_terms_days"),
    *("brand_colour", "brand_mark", "paper_look", "legal_line", "sender_name", "email", "accounts_name"),
    "accounts_role",
)


class Dressed(Protocol):
    """What documents say of an issuer, besides the fields of `SHOWN`."""

    address_lines: Any
    brand_colour: Any


class Look(NamedTuple):
    """What the preview shows: `query` names the details that differ from what is kept.

    `contrast` is that of the colour on white paper, 1 to 21 with one decimal; `written` the shade that words take.
    """

    query: str
    contrast: str
    is_readable: bool
    colour: str
    written: str


def look_of(tried: Dressed, *, kept: Dressed) -> Look:
    """The look of an issuer that is tried on beside the one that is kept."""
    changed = {name: getattr(tried, name) for name in SHOWN if getattr(tried, name) != getattr(kept, name)}
    if list(tried.address_lines) != list(kept.address_lines):
        changed["address"] = "\n".join(tried.address_lines)
    seen = contrast(tried.brand_colour, WHITE)
    return Look(
        query=urlencode(changed),
        contrast=f"{int(seen * 10) / 10}",
        is_readable=seen >= READABLE,
        colour=tried.brand_colour,
        written=brand_colours(tried.brand_colour).accent[0],
    )
