from __future__ import annotations

from saldo.base.tenants.models import LegalEntity
from saldo.kernel.actors import Actor


def change_test_mode(is_test: bool, *, test_email: str, actor: Actor) -> list[LegalEntity]:
    """Put every issuer of the account into test mode or out of it, and return them as they were before.

    Waits for whoever is letting something out. Part of `correspondence.actions.switch_test_mode`.
    """
    rows = LegalEntity.objects.select_for_update(no_key=True).filter(tenant_id=actor.tenant_id).order_by("id")
    before = list(rows)
    rows.update(is_test=is_test, test_email=test_email if is_test else "")
    return before
