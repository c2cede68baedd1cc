"""What the verbs decide on, read for many invoices at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction

from saldo.base.files.documents.paper import TEMPLATE_VERSION, paper_words
from saldo.base.tenants.queries import list_legal_entities
from saldo.customers.queries import Billing, billing_of
from saldo.invoices.policies.check_draft import TaxCodeFacts
from saldo.invoices.policies.check_issue import sameness
from saldo.invoices.policies.new_invoice import NewInvoice
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries.sheets import lines_of
from saldo.taxes.policies.compute_totals import UNTAXED_CATEGORIES
from saldo.taxes.queries import tax_codes_by_id

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


@dataclass(frozen=True, slots=True)
class DraftGround:
    """What drafts refer to, as far as it exists."""

    customers: Mapping[UUID, Billing]
    issuers: Mapping[UUID, LegalEntity]
    tax_codes: Mapping[UUID, TaxCodeFacts]


@dataclass(frozen=True, slots=True)
class FrozenWords:
    """The words of one language in the present version of the templates."""

    language: str
    sha256: str
    words: Mapping[str, Any]


def draft_ground(tenant_id: UUID, new: Sequence[NewInvoice]) -> DraftGround:
    """Customers, issuers and tax codes that drafts refer to, in three queries."""
    return DraftGround(
        customers=billing_of(tenant_id, {one.customer_id for one in new}),
        issuers=issuers_of(tenant_id),
        tax_codes=tax_facts(tenant_id, {line.tax_code_id for one in new for line in one.lines if line.tax_code_id}),
    )


def issuers_of(tenant_id: UUID) -> dict[UUID, LegalEntity]:
    """The tenant's issuers by id."""
    return {one.id: one for one in list_legal_entities(tenant_id)}


def tax_facts(tenant_id: UUID, tax_code_ids: Iterable[UUID]) -> dict[UUID, TaxCodeFacts]:
    """The tax codes that lines name, by id; an unknown id is left out."""
    return {
        code.id: TaxCodeFacts(code.legal_entity_id, code.category, code.rate, code.note)
        for code in tax_codes_by_id(tenant_id, tax_code_ids).values()
    }


_RECENT = """
    SELECT customer_id, currency, total_minor, order_number, period, number
    FROM invoices_invoice
    WHERE tenant_id = %s AND customer_id = ANY(%s) AND state <> 'draft' AND kind = 'invoice'
      AND issued_on BETWEEN %s AND %s
"""


def recent_invoices(
    tenant_id: UUID, customer_ids: Sequence[UUID], *, on: date, within: timedelta
) -> dict[tuple[Any, ...], str]:
    """What was billed to customers around a day: what two invoices have in common that say the same → number."""
    with connection.cursor() as cursor:
        cursor.execute(_RECENT, [tenant_id, list(set(customer_ids)), on - within, on + within])
        return {sameness(*row[:5]): row[5] for row in cursor.fetchall()}


@lru_cache
def frozen_words(language: str) -> FrozenWords:
    """The words that a document of a language freezes; read from the installation once a process."""
    words = paper_words(language)
    text = json.dumps({"version": TEMPLATE_VERSION, "words": words}, sort_keys=True)
    return FrozenWords(language, hashlib.sha256(text.encode()).hexdigest(), words)


_kept: dict[tuple[UUID, str], UUID] = {}
"""What `kept_words` found in transactions that were committed: the table takes neither a change nor a removal."""


def kept_words(tenant_id: UUID, hashes: Sequence[str]) -> dict[str, UUID]:
    """The ids under which words are kept already, by their hash."""
    known = {one: _kept[tenant_id, one] for one in hashes if (tenant_id, one) in _kept}
    if len(known) == len(set(hashes)):
        return known
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sha256, id FROM invoices_documentwords WHERE tenant_id = %s AND sha256 = ANY(%s)",
            [tenant_id, list(hashes)],
        )
        found = dict(cursor.fetchall())
    transaction.on_commit(lambda: _kept.update({(tenant_id, one): words_id for one, words_id in found.items()}))
    return found


@dataclass(frozen=True, slots=True)
class IssueGround:
    """What issuing needs beside the invoices themselves. `notes` are the tax codes' printed reasons."""

    lines: Mapping[UUID, Sequence[SheetLine]]
    customers: Mapping[UUID, Billing]
    issuers: Mapping[UUID, LegalEntity]
    notes: Mapping[UUID, str]


def issue_ground(tenant_id: UUID, sheets: Sequence[Sheet]) -> IssueGround:
    """One query each for lines, customers and issuers, and for tax codes where a line carries no tax."""
    lines = lines_of(tenant_id, [one.id for one in sheets])
    untaxed = {
        line.tax_code_id
        for some in lines.values()
        for line in some
        if line.tax_category in UNTAXED_CATEGORIES and line.tax_code_id
    }
    codes = tax_facts(tenant_id, untaxed) if untaxed else {}
    return IssueGround(
        lines=lines,
        customers=billing_of(tenant_id, {one.customer_id for one in sheets}),
        issuers=issuers_of(tenant_id),
        notes={code_id: code.note for code_id, code in codes.items()},
    )
