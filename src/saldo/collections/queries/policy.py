"""The rules that are in force, and what holds for every customer of an issuer today."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from saldo.collections.models import Policy
from saldo.collections.policies.decide_next_step import Gates
from saldo.collections.policies.rules import DEFAULT_RULES, Rules, rules_from_json
from saldo.kernel.calendar import business_date, is_quiet
from saldo.payments.queries import latest_payment_data

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


class PolicyInForce(NamedTuple):
    """An issuer's rules; version 0 are the ones that Saldo starts with."""

    version: int
    rules: Rules


def current_policy(tenant_id: UUID, legal_entity_id: UUID) -> PolicyInForce:
    """The highest version of an issuer's policy, or the default."""
    rows = Policy.objects.filter(tenant_id=tenant_id, legal_entity_id=legal_entity_id)
    found = rows.order_by("-version").values_list("version", "rules").first()
    return PolicyInForce(found[0], rules_from_json(found[1])) if found else PolicyInForce(0, DEFAULT_RULES)


def gates_today(entity: LegalEntity, rules: Rules, *, on: date) -> Gates:
    """Whether payment data is fresh enough and the day is one for writing.

    Where payment data has never come in nothing can be late, so nothing is held back for it.
    """
    fresh = True
    if rules.freshness_days is not None:
        latest = latest_payment_data(entity.tenant_id, entity.id)
        fresh = latest is None or (on - business_date(latest, entity.time_zone)).days <= rules.freshness_days
    return Gates(payment_data_is_fresh=fresh, is_quiet_day=rules.keep_quiet and is_quiet(on, entity.country))
