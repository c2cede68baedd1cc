"""What changed a customer's balance, entry by entry."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

_ACCOUNT = """
    FROM ledger_posting AS posting
    JOIN ledger_entry AS entry ON entry.tenant_id = posting.tenant_id AND entry.id = posting.entry_id
    WHERE posting.tenant_id = %(tenant_id)s AND posting.customer_id = %(customer_id)s
      AND posting.account IN ('receivable', 'customer_credit') AND posting.currency = %(currency)s
      AND entry.legal_entity_id = %(legal_entity_id)s
      AND posting.effective_on <= %(on)s AND posting.recorded_at <= %(known_at)s
"""

_BEFORE = f"SELECT coalesce(sum(amount_minor), 0)::bigint {_ACCOUNT} AND posting.effective_on < %(since)s"

# What moves between the two accounts of the customer, such as an allocation, changes nothing and is left out.
_SINCE = f"""
    SELECT entry.key, entry.kind, entry.effective_on, sum(posting.amount_minor)::bigint {_ACCOUNT}
      AND posting.effective_on >= %(since)s
    GROUP BY entry.id, entry.key, entry.kind, entry.effective_on, entry.recorded_at
    HAVING sum(posting.amount_minor) <> 0
    ORDER BY entry.effective_on, entry.recorded_at, entry.id
"""

_CREDIT = f"SELECT coalesce(-sum(amount_minor), 0)::bigint {_ACCOUNT} AND posting.account = 'customer_credit'"

_OPEN = f"""
    SELECT item_id, sum(amount_minor)::bigint, max(due_on) {_ACCOUNT} AND posting.account = 'receivable'
    GROUP BY item_id HAVING sum(amount_minor) <> 0 ORDER BY max(due_on), item_id
"""


class BalanceChange(NamedTuple):
    """An entry that changed what a customer owes; `amount_minor` is negative where they owe less since."""

    key: str
    kind: str
    on: date
    amount_minor: int

    @property
    def subject_id(self) -> UUID | None:
        """What the entry is about, where its key says so."""
        try:
            return UUID(self.key.rpartition(":")[2])
        except ValueError:
            return None


class AccountHistory(NamedTuple):
    """A customer's account with one issuer in one currency, in its minor units.

    `opening_minor` is the balance at the begin of the first day, `open_items` are (item, open, due day) at the end of
    the last, `credit_minor` what the customer has with the issuer then, positive.
    """

    opening_minor: int
    changes: list[BalanceChange]
    open_items: list[tuple[UUID, int, date | None]]
    credit_minor: int


def account_history(
    tenant_id: UUID,
    customer_id: UUID,
    *,
    legal_entity_id: UUID,
    currency: str,
    since: date,
    on: date,
    known_at: datetime,
) -> AccountHistory:
    """The account from the day `since` to the end of the day `on`, as known at an instant. Four queries."""
    values: dict[str, Any] = {
        "tenant_id": tenant_id,
        "customer_id": customer_id,
        "legal_entity_id": legal_entity_id,
        "currency": currency,
        "since": since,
        "on": on,
        "known_at": known_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE, values)
        opening = cursor.fetchone()[0]
        cursor.execute(_SINCE, values)
        changes = list(map(BalanceChange._make, cursor.fetchall()))
        cursor.execute(_OPEN, values)
        items = [(row[0], row[1], row[2]) for row in cursor.fetchall()]
        cursor.execute(_CREDIT, values)
        return AccountHistory(opening, changes, items, cursor.fetchone()[0])
