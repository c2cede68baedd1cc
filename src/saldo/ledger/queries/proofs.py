"""Whether the ledger holds: re-derived from its postings, entry by entry and balance by balance."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.db import connection

_ENTRIES = """
    SELECT count(*), count(*) FILTER (WHERE sums.postings IS DISTINCT FROM entry.posting_count::bigint),
           count(*) FILTER (WHERE coalesce(sums.unbalanced, false))
    FROM ledger_entry entry LEFT JOIN (
        SELECT entry_id, sum(postings)::bigint AS postings, bool_or(total <> 0) AS unbalanced FROM (
            SELECT entry_id, currency, count(*) AS postings, sum(amount_minor) AS total
            FROM ledger_posting WHERE tenant_id = %(tenant_id)s GROUP BY entry_id, currency
        ) by_currency GROUP BY entry_id
    ) sums ON sums.entry_id = entry.id
    WHERE entry.tenant_id = %(tenant_id)s
"""
_BALANCES = """
    SELECT count(*), count(*) FILTER (WHERE coalesce(cached.balance_minor, 0) <> coalesce(derived.balance_minor, 0))
    FROM (
        SELECT customer_id, account, currency, balance_minor FROM ledger_balance WHERE tenant_id = %(tenant_id)s
    ) cached
    FULL JOIN (
        SELECT customer_id, account, currency, sum(amount_minor) AS balance_minor FROM ledger_posting
        WHERE tenant_id = %(tenant_id)s AND account IN ('receivable', 'customer_credit')
        GROUP BY customer_id, account, currency
    ) derived USING (customer_id, account, currency)
"""


class LedgerProof(NamedTuple):
    """How much was compared, and how much of it does not hold."""

    entries: int
    entries_with_wrong_count: int
    entries_unbalanced: int
    balances: int
    balances_wrong: int

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not (self.entries_with_wrong_count or self.entries_unbalanced or self.balances_wrong)


def prove_ledger(tenant_id: UUID) -> LedgerProof:
    """Check every entry's sum and number of postings, and every cached balance, in two queries."""
    with connection.cursor() as cursor:
        cursor.execute(_ENTRIES, {"tenant_id": tenant_id})
        entries = cursor.fetchone()
        cursor.execute(_BALANCES, {"tenant_id": tenant_id})
        return LedgerProof(*entries, *cursor.fetchone())
