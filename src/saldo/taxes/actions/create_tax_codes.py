from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from saldo.base.audit.actions.record import AuditLine, record
from saldo.base.tenants.queries import list_legal_entities
from saldo.base.tenants.writer import insert_rows
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput
from saldo.kernel.outcomes import Outcome, Refusal
from saldo.taxes.models import TaxCode
from saldo.taxes.policies.check_tax_code import NewTaxCode, check_tax_code

COLUMNS = ("id", "legal_entity_id", "code", "name", "category", "rate", "note", "is_default")


def create_tax_codes(new: Sequence[NewTaxCode], *, actor: Actor) -> Outcome[UUID]:
    """Create the taxes that issuers may put on lines.

    A code that the issuer has already with the same data is `unchanged` (with the id it has); with other data it is
    refused ("duplicate_code"). An issuer has one default: a second is refused ("default_exists"), and so is an issuer
    that does not exist ("not_found").
    """
    actor.require("create_tax_codes")
    outcome: Outcome[UUID] = Outcome()
    entities = {one.id for one in list_legal_entities(actor.tenant_id)}
    kept = _kept_codes(actor.tenant_id, {one.legal_entity_id for one in new})
    fresh: list[NewTaxCode] = []
    for one in new:
        try:
            tidy = check_tax_code(one)
        except BadInput as error:
            outcome.refused.append(Refusal(one.id, error.code, error.sentence, error.field))
            continue
        if tidy.legal_entity_id not in entities:
            outcome.refused.append(Refusal(one.id, "not_found", "There is no such issuer.", "legal_entity_id"))
        elif not _is_known(tidy, kept, outcome):
            kept.append(tidy)
            fresh.append(tidy)
    _write(fresh)
    record(
        "create_tax_codes",
        [AuditLine("tax_code", one.id, None, {"code": one.code, "rate": one.rate}) for one in fresh],
        actor=actor,
    )
    outcome.done.extend(one.id for one in fresh)
    return outcome


def _kept_codes(tenant_id: UUID, legal_entity_ids: set[UUID]) -> list[NewTaxCode]:
    # Locked, so that two people cannot both make the default.
    rows = TaxCode.objects.filter(tenant_id=tenant_id, legal_entity_id__in=legal_entity_ids)
    return [
        NewTaxCode(*(row.id, row.legal_entity_id, row.code, row.name, row.category, row.rate, row.note, row.is_default))
        for row in rows.order_by("id").select_for_update()
    ]


def _is_known(one: NewTaxCode, kept: Sequence[NewTaxCode], outcome: Outcome[UUID]) -> bool:
    of_issuer = [other for other in kept if other.legal_entity_id == one.legal_entity_id]
    same = next((other for other in of_issuer if other.code == one.code), None)
    if same is not None and _data(same) == _data(one):
        outcome.unchanged.append(same.id)
    elif same is not None:
        sentence = f"The code {one.code} stands there already with other data."
        outcome.refused.append(Refusal(one.id, "duplicate_code", sentence, "code"))
    elif one.is_default and any(other.is_default for other in of_issuer):
        sentence = "The issuer has a default tax code already."
        outcome.refused.append(Refusal(one.id, "default_exists", sentence, "is_default"))
    else:
        return False
    return True


def _data(one: NewTaxCode) -> tuple[Any, ...]:
    return one.name, one.category, one.rate, one.note, one.is_default


def _write(fresh: Sequence[NewTaxCode]) -> None:
    insert_rows(
        TaxCode,
        COLUMNS,
        [
            (one.id, one.legal_entity_id, one.code, one.name, one.category, one.rate, one.note, one.is_default)
            for one in fresh
        ],
    )
