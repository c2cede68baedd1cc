"""What the customer's pages show, read from the contexts that know it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from gettext import find
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.utils.translation import to_locale

from saldo.base.tenants.queries import list_legal_entities
from saldo.cases.choices import CaseKind
from saldo.cases.queries import CaseSheet, cases_of
from saldo.correspondence.queries import ThreadMessage, threads_about
from saldo.customers.queries import PortalEntry, open_portal_link
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import get_invoice, open_documents_of
from saldo.invoices.queries.archive import issued_of, years_of
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import NotFound
from saldo.payments.policies.payment_sheet import PaymentSheet
from saldo.payments.queries import CheckoutSheet, checkout_items, find_payments, get_checkout, get_payment, unapplied_of
from saldo.payments.queries.held import held_checkouts
from saldo.settlement.queries import ReceiptCard, receipts_of
from saldo.web.portal.policies.account import Account, Credit, CreditKind, Held, accounts_of
from saldo.web.portal.policies.permissions import PORTAL_PERMISSIONS

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

MOST_PAYMENTS = 1000
"""Payments that are looked through for a customer's receipts, the newest first."""


ASKED_LATELY = timedelta(days=60)
"""For so long an answered question is still shown."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What the customer asked or objected to, and what was written about it, oldest first."""

    case: CaseSheet
    messages: Sequence[ThreadMessage]

    @property
    def answered_on(self) -> datetime | None:
        """When the house wrote last."""
        return next((one.created_at for one in reversed(self.messages) if not one.is_inbound), None)


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody came by a link that is open: who, and to which company. `issuers` are never empty, oldest first."""

    token: str
    entry: PortalEntry
    actor: Actor
    issuers: Sequence[LegalEntity]
    language: str
    now: datetime

    @property
    def tenant_id(self) -> UUID:
        """The tenant whose customer this is."""
        return self.actor.tenant_id

    @property
    def customer_id(self) -> UUID:
        """The one customer whose rows may be shown."""
        return self.entry.customer.id

    @property
    def seller(self) -> LegalEntity:
        """The issuer whose name and colour the pages have."""
        return self.issuers[0]

    @property
    def issuers_by_id(self) -> Mapping[UUID, LegalEntity]:
        """Every issuer that the customer may owe something to."""
        return {one.id: one for one in self.issuers}


@dataclass(frozen=True, slots=True)
class PaperYear:
    """A year's documents: invoices and credit notes, and payments with their receipts (None where there is none)."""

    year: int
    years: list[int]
    documents: list[Sheet]
    payments: list[tuple[PaymentSheet, ReceiptCard | None]]


def read_visit(tenant_id: UUID, link_id: UUID, *, token: str, now: datetime, language: str) -> Visit | None:
    """Who comes by a link at `now`, or None where it lets nobody in. `language` is what they chose before, or ""."""
    entry = open_portal_link(tenant_id, link_id, now=now)
    issuers = list_legal_entities(tenant_id)
    if entry is None or not issuers:
        return None
    person, customer = entry.contact, entry.customer
    actor = Actor(
        tenant_id=tenant_id,
        kind=ActorKind.CUSTOMER,
        id=person.id if person else customer.id,
        name=(person.name if person else "") or customer.name,
        permissions=PORTAL_PERMISSIONS,
    )
    spoken = spoken_language(language) or spoken_language(person.language if person else customer.language)
    return Visit(token, entry, actor, issuers, spoken or settings.LANGUAGE_CODE, now)


@lru_cache
def spoken_languages() -> tuple[tuple[str, str], ...]:
    """The languages that these pages have words in: (code, own name). English is the source."""
    folders = [str(folder) for folder in settings.LOCALE_PATHS]
    return tuple(
        (code, name)
        for code, name in settings.LANGUAGES
        if code == "en" or any(find("django", folder, [to_locale(code)]) for folder in folders)
    )


def spoken_language(code: str) -> str:
    """The language as Django names it where these pages have words in it, else ""."""
    wanted = code.replace("_", "-").lower()
    return next((one for one, _name in spoken_languages() if one == wanted), "")


def cases_of_visit(visit: Visit) -> list[CaseSheet]:
    """What the customer asked and objected to: what is open, and what was closed lately; the newest first."""
    return cases_of(visit.tenant_id, visit.customer_id, since=visit.now - ASKED_LATELY)


def threads_of(visit: Visit, cases: Sequence[CaseSheet]) -> list[Thread]:
    """Cases with what was written about them."""
    written = threads_about(visit.tenant_id, [one.id for one in cases], customer_id=visit.customer_id)
    return [Thread(one, written[one.id]) for one in cases]


def accounts_of_visit(visit: Visit, cases: Sequence[CaseSheet]) -> list[Account]:
    """What the customer owes, one account per issuer and currency. What is disputed in `cases` is not asked for."""
    tenant_id, customer_id = visit.tenant_id, visit.customer_id
    invoices, notes = open_documents_of(tenant_id, customer_id)
    credits = [
        Credit(CreditKind.CREDIT_NOTE, note.legal_entity_id, note.number or "", note.issued_on or date.min, note.open)
        for note in notes
    ]
    credits += [
        Credit(CreditKind.PAYMENT, one.legal_entity_id, one.reference, one.received_on, one.unapplied)
        for one in unapplied_of(tenant_id, [customer_id])
    ]
    return accounts_of(
        invoices,
        credits,
        held_of(tenant_id, customer_id),
        today={one.id: business_date(visit.now, one.time_zone) for one in visit.issuers},
        disputed={one.invoice_id for one in cases if one.is_open and one.kind == CaseKind.DISPUTE and one.invoice_id},
    )


def held_of(tenant_id: UUID, customer_id: UUID) -> list[Held]:
    """A customer's payments that are on their way."""
    waiting = held_checkouts(tenant_id, customer_id)
    items = checkout_items(tenant_id, [one.id for one in waiting])
    return [Held(one.id, one.legal_entity_id, one.amount, items.get(one.id, {})) for one in waiting]


def latest_payment(visit: Visit) -> PaymentSheet | None:
    """The last money that came from the customer and was not taken back."""
    page = find_payments(visit.tenant_id, customer_id=visit.customer_id, limit=1)
    return next((one for one in page.payments if not one.is_reversed), None)


def own_invoice(visit: Visit, invoice_id: UUID) -> Sheet:
    """An issued invoice or credit note of this customer. Raises NotFound for anybody else's, and for a draft."""
    sheet = get_invoice(visit.tenant_id, invoice_id)
    if sheet.customer_id != visit.customer_id or sheet.is_draft:
        raise NotFound()
    return sheet


def own_checkout(visit: Visit, checkout_id: UUID) -> CheckoutSheet:
    """A checkout of this customer. Raises NotFound for anybody else's."""
    checkout = get_checkout(visit.tenant_id, checkout_id)
    if checkout.customer_id != visit.customer_id:
        raise NotFound()
    return checkout


def own_payment(visit: Visit, payment_id: UUID) -> PaymentSheet:
    """A payment of this customer. Raises NotFound for anybody else's."""
    payment = get_payment(visit.tenant_id, payment_id)
    if payment.customer_id != visit.customer_id:
        raise NotFound()
    return payment


def papers_of(visit: Visit, *, year: int | None) -> PaperYear:
    """The customer's documents of a year; without one, of the latest that has any. Raises NotFound for another year."""
    payments = find_payments(visit.tenant_id, customer_id=visit.customer_id, limit=MOST_PAYMENTS).payments
    years = {*years_of(visit.tenant_id, visit.customer_id), *(one.received_on.year for one in payments)}
    shown = max(years, default=visit.now.year) if year is None else year
    if year is not None and year not in years:
        raise NotFound()
    own = [one for one in payments if one.received_on.year == shown]
    receipts = receipts_of(visit.tenant_id, [one.id for one in own])
    return PaperYear(
        year=shown,
        years=sorted(years, reverse=True),
        documents=issued_of(visit.tenant_id, visit.customer_id, year=shown),
        payments=[(one, receipts.get(one.id)) for one in own],
    )
