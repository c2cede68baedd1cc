"""Requests for drafts, checked against what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from saldo.invoices.policies.check_draft import check_draft
from saldo.invoices.policies.compose_draft import Defaults, Draft, compose_draft
from saldo.invoices.policies.new_invoice import NewInvoice
from saldo.invoices.queries.grounds import DraftGround, draft_ground
from saldo.kernel.money import Money
from saldo.kernel.outcomes import Refusal


class DraftTotal(NamedTuple):
    """What drafts in one currency come to, how many they are, and since when the oldest waits."""

    amount: Money
    drafts: int
    oldest_at: datetime


_DRAFTS = """
    SELECT currency, sum(total_minor)::bigint, count(*), min(created_at) FROM invoices_invoice
    WHERE tenant_id = %s AND state = 'draft' GROUP BY currency ORDER BY 3 DESC, 1
"""


def draft_totals(tenant_id: UUID) -> list[DraftTotal]:
    """What has been written and never issued, by currency; most drafts first."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFTS, [tenant_id])
        return [DraftTotal(Money(minor, code), count, oldest) for code, minor, count, oldest in cursor.fetchall()]


def compose_drafts(tenant_id: UUID, new: Sequence[NewInvoice]) -> tuple[list[Draft], list[Refusal]]:
    """The drafts that can be written, and everything that is wrong with the others."""
    if not new:
        return [], []
    ground = draft_ground(tenant_id, new)
    drafts: list[Draft] = []
    refused: list[Refusal] = []
    for one in new:
        composed = _compose(one, ground)
        if isinstance(composed, Draft):
            drafts.append(composed)
        else:
            refused.extend(composed)
    return drafts, refused


def _compose(new: NewInvoice, ground: DraftGround) -> Draft | list[Refusal]:
    customer, issuer = ground.customers.get(new.customer_id), ground.issuers.get(new.legal_entity_id)
    currency = new.currency or (customer.currency if customer else "") or (issuer.currency if issuer else "")
    findings = check_draft(
        new,
        currency=currency,
        customer_known=customer is not None,
        issuer_known=issuer is not None,
        tax_codes=ground.tax_codes,
    )
    if findings or customer is None or issuer is None:
        return findings
    terms = issuer.default_terms_days if customer.terms_days is None else customer.terms_days
    defaults = Defaults(currency, customer.language or issuer.language, terms)
    composed = compose_draft(new, defaults=defaults, tax_codes=ground.tax_codes)
    return composed if isinstance(composed, Draft) else [composed]
