"""The taxes that an issuer may put on a line."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from saldo.kernel.errors import NotFound
from saldo.taxes.models import TaxCode


def tax_codes(tenant_id: UUID, legal_entity_id: UUID) -> list[TaxCode]:
    """An issuer's codes: the default first, then by falling rate and by code."""
    rows = TaxCode.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id)
    return list(rows.order_by("-is_default", "-rate", "code"))


def tax_codes_by_id(tenant_id: UUID, tax_code_ids: Iterable[UUID]) -> dict[UUID, TaxCode]:
    """The codes that have these ids, for many lines at once; an unknown id is left out."""
    return {row.id: row for row in TaxCode.objects.filter(tenant_id=tenant_id, id__in=set(tax_code_ids))}


def default_tax_code(tenant_id: UUID, legal_entity_id: UUID) -> TaxCode:
    """What a new line of the issuer begins with. Raises NotFound where the issuer has no default."""
    found = TaxCode.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id, is_default=True).first()
    if found is None:
        raise NotFound("no_tax_codes", "This issuer has no tax codes yet.")
    return found
