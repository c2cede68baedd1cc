from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.writer import insert_rows, write
from saldo.kernel.actors import Actor
from saldo.kernel.journal import Account, Entry
from saldo.kernel.outcomes import Outcome
from saldo.kernel.references import new_id
from saldo.ledger.models import Entry as EntryRow
from saldo.ledger.models import Posting as PostingRow

ENTRY_COLUMNS = (
    *("id", "key", "kind", "legal_entity_id", "effective_on", "recorded_at"),
    *("posting_count", "corrects_id", "rate"),
)
POSTING_COLUMNS = (
    *("id", "entry_id", "line", "account", "currency", "amount_minor"),
    *("customer_id", "item_id", "due_on", "effective_on", "recorded_at"),
)
BALANCED_ACCOUNTS = frozenset({Account.RECEIVABLE, Account.CUSTOMER_CREDIT})
"""The accounts that are kept by customer."""

# In one order, so that two transactions never wait for each other in a circle.
_ADD_TO_BALANCES = """
    INSERT INTO ledger_balance AS balance (tenant_id, id, customer_id, account, currency, balance_minor)
    SELECT %s, * FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::bigint[])
    ON CONFLICT (tenant_id, customer_id, account, currency)
    DO UPDATE SET balance_minor = balance.balance_minor + EXCLUDED.balance_minor
"""


def post_entries(entries: Sequence[Entry], *, actor: Actor) -> Outcome[UUID]:
    """Record entries: the door, and the only INSERT into the ledger.

    Returns the ids of the entries written (`done`), and of those whose key stood there before (`unchanged`; nothing of
    them is written again). Entries arrive balanced by construction; the database checks again. Everything is dated
    `recorded_at` with the frame's instant. Joins the caller's transaction.
    """
    now = current_frame().now
    written = insert_rows(
        EntryRow,
        ENTRY_COLUMNS,
        [
            (one.id, one.key, one.kind, one.legal_entity_id, one.effective_on, now)
            + (len(one.postings), one.corrects_id, one.rate)
            for one in entries
        ],
        unless_exists=("tenant_id", "key"),
    )
    new = [one for one in entries if one.id in written]
    insert_rows(
        PostingRow,
        POSTING_COLUMNS,
        [
            (new_id(), entry.id, line, posting.account.value, posting.amount.currency, posting.amount.minor)
            + (posting.customer_id, posting.item_id, posting.due_on, entry.effective_on, now)
            for entry in new
            for line, posting in enumerate(entry.postings, 1)
        ],
    )
    _add_to_balances(new, actor.tenant_id)
    return Outcome(done=[one.id for one in new], unchanged=[one.id for one in entries if one.id not in written])


def _add_to_balances(entries: Sequence[Entry], tenant_id: UUID) -> None:
    changes: defaultdict[tuple[UUID, str, str], int] = defaultdict(int)
    for entry in entries:
        for posting in entry.postings:
            if posting.account in BALANCED_ACCOUNTS and posting.customer_id is not None:
                changes[posting.customer_id, posting.account.value, posting.amount.currency] += posting.amount.minor
    if not changes:
        return
    keys = sorted(changes)
    write(
        _ADD_TO_BALANCES,
        [
            tenant_id,
            [new_id() for _ in keys],
            [customer for customer, _, _ in keys],
            [account for _, account, _ in keys],
            [currency for _, _, currency in keys],
            [changes[key] for key in keys],
        ],
    )
