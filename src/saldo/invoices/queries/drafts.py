"""Requests for drafts, checked against what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from saldo.invoices.policies.check_draft import check_draft
from saldo.invoices.policies.compose_draft import Defaults, Draft, compose_draft
from saldo.invoices.policies.new_invoice import NewInvoice
from saldo.invoices.queries.grounds import DraftGround, draft_ground
from saldo.kernel.outcomes import Refusal


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
