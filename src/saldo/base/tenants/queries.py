"""Who is who, before and inside a frame."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db import connection

from saldo.base.tenants.models import LegalEntity, Tenant
from saldo.kernel.errors import NotFound

ISSUER_KEY = "legal_entity"
"""Where a person's session keeps which of the tenant's issuers they look at."""


def hash_secret(token: str) -> bytes:
    """SHA-256 of a token: what is stored, so that a stolen table opens nothing."""
    return hashlib.sha256(token.encode()).digest()


def find_tenant(secret_hash: bytes) -> UUID | None:
    """The tenant that a secret opens. Works without a frame: a SECURITY DEFINER function that returns ids only."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT saldo_find_tenant(%s)", [secret_hash])
        found: UUID | None = cursor.fetchone()[0]
    return found


def list_tenants() -> list[UUID]:
    """Every tenant's id, oldest first. Works without a frame, for the worker and the commands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT saldo_list_tenants()")
        return [row[0] for row in cursor.fetchall()]


def get_tenant(tenant_id: UUID) -> Tenant:
    """The frame's tenant. Raises NotFound."""
    tenant = Tenant.objects.filter(id=tenant_id).first()
    if tenant is None:
        raise NotFound()
    return tenant


def get_legal_entity(tenant_id: UUID, legal_entity_id: UUID) -> LegalEntity:
    """One issuer. Raises NotFound."""
    found = LegalEntity.objects.filter(tenant_id=tenant_id, id=legal_entity_id).first()
    if found is None:
        raise NotFound()
    return found


# Almost every request and job asks this; Django would take longer to compose the statement than PostgreSQL to run it.
_LEGAL_ENTITY = [field.attname for field in LegalEntity._meta.concrete_fields]
_LEGAL_ENTITIES = (
    f"SELECT {', '.join(_LEGAL_ENTITY)} FROM tenants_legalentity WHERE tenant_id = %s ORDER BY created_at, id"  # noqa: S608
)


def lock_test_modes(tenant_id: UUID) -> dict[UUID, str]:
    """The issuers in test mode, each with the address that gets its mail ("" where mail is held).

    It stays so until the transaction ends: whoever switches waits. Whoever is about to let something out asks here.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, is_test, test_email FROM tenants_legalentity WHERE tenant_id = %s ORDER BY id FOR SHARE",
            [tenant_id],
        )
        return {entity_id: address for entity_id, is_test, address in cursor.fetchall() if is_test}


def list_legal_entities(tenant_id: UUID) -> list[LegalEntity]:
    """Every issuer of the tenant, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_LEGAL_ENTITIES, [tenant_id])
        return [LegalEntity.from_db(connection.alias, _LEGAL_ENTITY, row) for row in cursor.fetchall()]
