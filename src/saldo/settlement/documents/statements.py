"""An account as it stood on a day becomes a paper."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from saldo.base.files.documents.paper import TEMPLATE_VERSION, paper_languages, paper_words, render_paper
from saldo.base.files.documents.payment_code import payment_code
from saldo.customers.queries import Billing
from saldo.invoices.policies.parties import customer_content, paper_language, seller_content
from saldo.kernel.money import Money
from saldo.settlement.policies.statement_content import SINCE_DAYS, StatementFacts, statement_content
from saldo.settlement.queries.statements import statement_facts

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


def set_statement(
    tenant_id: UUID,
    billing: Billing,
    *,
    issuer: LegalEntity,
    currency: str,
    on: date,
    now: datetime,
    url: str,
    language: str = "",
    since: date | None = None,
) -> bytes:
    """The PDF of a customer's account with one issuer in one currency at the end of the day `on`, as known `now`.

    It is in the customer's language unless another is asked for; `url` opens the customer's portal, or is "".
    """
    facts = statement_facts(
        tenant_id,
        billing.customer_id,
        legal_entity_id=issuer.id,
        currency=currency,
        since=since or on - timedelta(days=SINCE_DAYS),
        on=on,
        known_at=now,
    )
    spoken = paper_language(language or billing.language, issuer=issuer.language, written=paper_languages())
    words = paper_words(spoken)
    seller, customer = seller_content(issuer), customer_content(billing)
    content = statement_content(
        facts,
        seller=seller,
        customer=customer,
        pay=_pay(facts, issuer, billing, url),
        your_credit=words["your_credit"],
        template_version=TEMPLATE_VERSION,
    )
    return render_paper("statement", content, words, look=seller.look, accent=seller.accent, created_at=now)


def _pay(facts: StatementFacts, issuer: LegalEntity, billing: Billing, url: str) -> dict[str, Any]:
    """How to pay what is asked for; the customer's number tells whose money it is."""
    amount = Money(facts.asked_minor, facts.currency)
    pay: dict[str, Any] = {
        "payee": issuer.name,
        "iban": issuer.iban,
        "bic": issuer.bic,
        "reference": billing.number,
        "link": url,
    }
    if amount and issuer.iban:
        pay["qr"] = payment_code(
            payee=issuer.name, iban=issuer.iban, bic=issuer.bic, amount=amount, reference=billing.number
        )
    return {name: value for name, value in pay.items() if value}
