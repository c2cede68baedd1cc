"""Whether what a customer wrote can be taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from saldo.cases.choices import CaseKind, CaseReason

MOST_WORDS = 4000
MOST_A_DAY = 20
"""Cases that one customer may open within a day; beyond that somebody is playing."""

PROPOSED_FIELDS = ("email", "phone", "address")
MOST_PROPOSED = 500

Fault = tuple[str, str]


class Wish(Protocol):
    """What is read of a new case."""

    @property
    def kind(self) -> CaseKind: ...
    @property
    def reason(self) -> str: ...
    @property
    def words(self) -> str: ...
    @property
    def customer_id(self) -> UUID: ...
    @property
    def invoice_id(self) -> UUID | None: ...
    @property
    def proposed(self) -> Mapping[str, str]: ...


class Disputable(Protocol):
    """What is read of an invoice."""

    @property
    def kind(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def customer_id(self) -> UUID: ...


def check_case(wish: Wish, invoice: Disputable | None, *, opened_lately: int) -> Fault | None:
    """Why it cannot be taken: a code and a sentence. A stranger's invoice looks like one that does not exist."""
    if opened_lately >= MOST_A_DAY:
        return "too_many", "You have written very often today. Please call us, or write again tomorrow."
    if len(wish.words) > MOST_WORDS:
        return "too_long", f"This is longer than {MOST_WORDS} characters. Please shorten it."
    if wish.invoice_id is not None and (invoice is None or invoice.customer_id != wish.customer_id):
        return "not_found", "This invoice does not exist."
    if wish.kind == CaseKind.QUESTION:
        return None if wish.words.strip() else ("empty", "Write what you would like to know.")
    if wish.kind == CaseKind.CONTACT_CHANGE:
        return _check_proposed(wish.proposed)
    return _check_dispute(wish, invoice)


def _check_dispute(wish: Wish, invoice: Disputable | None) -> Fault | None:
    if invoice is None or invoice.kind != "invoice" or invoice.state == "draft":
        return "not_found", "This invoice does not exist."
    if wish.reason not in CaseReason.values:
        return "no_reason", "Choose what is not right."
    if wish.reason == CaseReason.OTHER and not wish.words.strip():
        return "empty", "Write in your words what is wrong."
    return None


def _check_proposed(proposed: Mapping[str, str]) -> Fault | None:
    if not any(value.strip() for value in proposed.values()):
        return "empty", "Write what has changed."
    if set(proposed) - set(PROPOSED_FIELDS) or any(len(value) > MOST_PROPOSED for value in proposed.values()):
        return "too_long", "This is too long for contact details."
    return None
