"""Journal entries: what the ledger's door accepts. An entry that does not add up cannot be built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from saldo.kernel.errors import BadInput, UnbalancedEntry
from saldo.kernel.money import Money


class Account(StrEnum):
    """The chart of accounts of a receivables ledger. Values are stored; never rename one."""

    RECEIVABLE = "receivable"  # what customers owe, by invoice
    CUSTOMER_CREDIT = "customer_credit"  # unapplied money, a liability
    REVENUE = "revenue"
    TAX_PAYABLE = "tax_payable"
    BANK = "bank"
    CASH = "cash"
    CHEQUES = "cheques"
    GATEWAY_CLEARING = "gateway_clearing"  # charged by a gateway, not yet paid out to the bank
    OPENING_BALANCE = "opening_balance"
    WRITE_OFF = "write_off"


_ACCOUNTS_BY_ITEM = frozenset({Account.RECEIVABLE, Account.CUSTOMER_CREDIT})

# "<verb>:<subject id>"; a verb that may touch a subject more than once adds a part:
# "charge_late_items:<id>:2026-03-01".
_KEY = re.compile(r"[a-z][a-z0-9_]*:[!-~]{1,150}", re.ASCII)
_KIND = re.compile(r"[a-z][a-z0-9_]{1,59}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Posting:
    """One amount on one account: debit positive, credit negative, never zero.

    On RECEIVABLE `item_id` is the invoice's id, on CUSTOMER_CREDIT the id of the payment or credit note; both need
    `customer_id` too. The posting that opens an item carries `due_on`. Raises UnbalancedEntry (zero), BadInput (code
    "posting_without_item").
    """

    account: Account
    amount: Money
    customer_id: UUID | None = None
    item_id: UUID | None = None
    due_on: date | None = None

    def __post_init__(self) -> None:
        if self.amount.minor == 0:
            raise UnbalancedEntry("zero_posting", "A posting of zero records nothing.")
        if self.account in _ACCOUNTS_BY_ITEM and (self.customer_id is None or self.item_id is None):
            raise BadInput("posting_without_item", f"A posting on {self.account} names its customer and its item.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A set of postings recorded together or not at all; `key` is unique in the tenant, so a retry is not a second
    time.

    `effective_on` is the business date in the legal entity's calendar; when it is recorded is the ledger's own
    knowledge. A correction is a new entry that names the old one in `corrects_id`. Postings sum to zero in each
    currency; an entry in more than one currency states its `rate`. Raises UnbalancedEntry (codes "unbalanced_entry",
    "too_few_postings", "rate_missing"), BadInput (codes "bad_key", "bad_kind", "bad_rate", "bad_date").
    """

    id: UUID
    key: str
    kind: str
    legal_entity_id: UUID
    effective_on: date
    postings: tuple[Posting, ...]
    corrects_id: UUID | None = None
    rate: Decimal | None = None

    def __post_init__(self) -> None:
        if not _KEY.fullmatch(self.key):
            raise BadInput("bad_key", f"{self.key!r} is not a key such as issue_invoices:<id>.")
        if not _KIND.fullmatch(self.kind):
            raise BadInput("bad_kind", f"{self.kind!r} is not a kind such as invoice_issued.")
        if isinstance(self.effective_on, datetime) or not isinstance(self.effective_on, date):
            raise BadInput("bad_date", "An entry takes effect on a date, not at an instant.")
        if self.rate is not None and not (isinstance(self.rate, Decimal) and self.rate.is_finite() and self.rate > 0):
            raise BadInput("bad_rate", "A rate is a Decimal above zero.")
        if type(self.postings) is not tuple:
            raise BadInput("bad_postings", "The postings of an entry are a tuple.")
        self._check_balance()

    def _check_balance(self) -> None:
        if len(self.postings) < 2:
            raise UnbalancedEntry("too_few_postings", "An entry has at least two postings.")
        sums: dict[str, int] = {}
        for posting in self.postings:
            amount = posting.amount
            sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
        for currency, minor in sums.items():
            if minor:
                raise UnbalancedEntry(sentence=f"The entry {self.key} is off by {minor} minor units of {currency}.")
        if len(sums) > 1 and self.rate is None:
            raise UnbalancedEntry("rate_missing", "An entry in more than one currency states its rate.")
