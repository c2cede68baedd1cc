"""Balances as they are now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from saldo.base.tenants.writer import id_array
from saldo.kernel.journal import Account
from saldo.kernel.money import Money
from saldo.ledger.models import Posting


class CustomerBalance(NamedTuple):
    """What a customer owes in one currency, and the unapplied money held for them (both positive)."""

    customer_id: UUID
    receivable: Money
    credit: Money

    @property
    def net(self) -> Money:
        """What is left to pay when the credit has been used."""
        return self.receivable - self.credit


_BALANCES = """
    SELECT customer_id, currency, account, balance_minor FROM ledger_balance
    WHERE tenant_id = %s AND customer_id = ANY(%s)
"""


def customer_balances(tenant_id: UUID, customer_ids: Sequence[UUID]) -> dict[UUID, list[CustomerBalance]]:
    """Per customer, a balance for each currency in which there is one, sorted by currency."""
    with connection.cursor() as cursor:
        cursor.execute(_BALANCES, [tenant_id, id_array(customer_ids)])
        rows = cursor.fetchall()
    sums: dict[tuple[UUID, str], dict[str, int]] = {}
    for customer, currency, account, minor in rows:
        sums.setdefault((customer, currency), {})[account] = minor
    balances: dict[UUID, list[CustomerBalance]] = {one: [] for one in customer_ids}
    for (customer, currency), by_account in sorted(sums.items(), key=lambda one: one[0][1]):
        receivable = Money(by_account.get(Account.RECEIVABLE, 0), currency)
        credit = Money(-by_account.get(Account.CUSTOMER_CREDIT, 0), currency)
        if receivable or credit:
            balances[customer].append(CustomerBalance(customer, receivable, credit))
    return balances


def item_balances(
    tenant_id: UUID, item_ids: Sequence[UUID], *, account: Account = Account.RECEIVABLE
) -> dict[UUID, Money]:
    """The balance of items on an account (receivable: what is open, positive; credit: what is held, negative)."""
    rows = (
        Posting.objects.filter(tenant_id=tenant_id, item_id__in=item_ids, account=account.value)
        .values_list("item_id", "currency")
        .annotate(balance=Sum("amount_minor"))
    )
    return {item: Money(int(balance), currency) for item, currency, balance in rows}
