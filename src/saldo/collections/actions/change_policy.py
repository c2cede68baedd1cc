from __future__ import annotations

import json
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity
from saldo.base.tenants.writer import insert_rows
from saldo.collections.models import Policy
from saldo.collections.policies.rules import Rules, check_rules, rules_to_json
from saldo.collections.queries.policy import current_policy
from saldo.kernel.actors import Actor
from saldo.kernel.errors import Conflict
from saldo.kernel.references import new_id


def change_policy(legal_entity_id: UUID, *, rules: Rules, version: int, actor: Actor) -> int:
    """Put other rules in force for an issuer; what was in force is kept. Returns the new version.

    `version` is the one that was changed (0: the rules that Saldo starts with). Raises NotFound, BadInput that names
    the field, Conflict ("changed_meanwhile").
    """
    actor.require("change_policy")
    check_rules(rules)
    get_legal_entity(actor.tenant_id, legal_entity_id)
    before = current_policy(actor.tenant_id, legal_entity_id)
    if before.version != version:
        raise Conflict("changed_meanwhile", "Somebody else has changed the policy since you opened it.")
    stored = rules_to_json(rules)
    policy_id = new_id()
    written = insert_rows(
        Policy,
        ("id", "legal_entity_id", "version", "rules", "created_at"),
        [(policy_id, legal_entity_id, version + 1, json.dumps(stored), current_frame().now)],
        unless_exists=("tenant_id", "legal_entity_id", "version"),
    )
    if not written:
        raise Conflict("changed_meanwhile", "Somebody else has changed the policy since you opened it.")
    line = AuditLine("policy", policy_id, {"rules": rules_to_json(before.rules)}, {"rules": stored})
    record("change_policy", [line], actor=actor)
    return version + 1
