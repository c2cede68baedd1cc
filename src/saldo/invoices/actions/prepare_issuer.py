from __future__ import annotations

from uuid import UUID

from saldo.base.numbering.actions import create_series
from saldo.base.tenants.queries import get_legal_entity
from saldo.kernel.actors import Actor
from saldo.taxes.actions import create_tax_codes
from saldo.taxes.policies.default_tax_codes import default_tax_codes
from saldo.taxes.queries import tax_codes

PATTERNS = {
    "invoice": "INV {year}/{number:04d}",
    "credit_note": "CN {year}/{number:04d}",
    "receipt": "RC {year}/{number:04d}",
}


def prepare_issuer(legal_entity_id: UUID, *, actor: Actor) -> None:
    """Give an issuer what it needs to issue: number series for its documents and the usual taxes of its country.

    What is there already stays as it is. Raises NotFound for an unknown issuer.
    """
    actor.require("prepare_issuer")
    issuer = get_legal_entity(actor.tenant_id, legal_entity_id)
    for kind, pattern in PATTERNS.items():
        create_series(legal_entity_id, kind=kind, pattern=pattern, actor=actor)
    if not tax_codes(actor.tenant_id, legal_entity_id):
        create_tax_codes(default_tax_codes(issuer.country, legal_entity_id), actor=actor).raise_if_refused()
