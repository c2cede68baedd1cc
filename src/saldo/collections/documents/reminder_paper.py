"""A reminder becomes a letter on paper, for those who read no mail: the same words and the same items."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from saldo.base.files.documents.paper import TEMPLATE_VERSION, paper_languages, paper_words, render_paper
from saldo.base.files.documents.payment_code import payment_code
from saldo.collections.documents.reminder_mail import Letter, paragraphs_of
from saldo.invoices.policies.content import amount_text
from saldo.invoices.policies.parties import customer_content, paper_language, seller_content
from saldo.kernel.money import exponent


def set_letter(letter: Letter, *, currency: str, now: datetime) -> bytes:
    """The PDF of a reminder about what is asked for in one currency, in the reminder's language."""
    issuer, billing = letter.entity, letter.billing
    language = paper_language(letter.language, issuer=issuer.language, written=paper_languages())
    words = paper_words(language)
    seller, customer = seller_content(issuer), customer_content(billing)
    content: dict[str, Any] = {
        "template_version": TEMPLATE_VERSION,
        "number": billing.number,
        "date": letter.on.isoformat(),
        "currency": currency,
        "exponent": exponent(currency),
        "seller": dict(seller.seller),
        "customer": dict(customer.customer),
        "contact": dict(seller.contact),
        "before": paragraphs_of(letter),
        "items": _items(letter, currency, words["your_credit"]),
        "total": amount_text(letter.ask.net[currency].minor, exponent(currency)),
        "pay": _pay(letter, currency),
    }
    return render_paper("reminder", content, words, look=seller.look, accent=seller.accent, created_at=now)


def _items(letter: Letter, currency: str, your_credit: str) -> list[dict[str, Any]]:
    digits, running, rows = exponent(currency), 0, []
    for one in (item for item in letter.items if item.open.currency == currency):
        sheet, late = letter.sheets[one.invoice_id], (letter.on - one.due_on).days
        running += one.open.minor
        row: dict[str, Any] = {
            "number": sheet.number or "",
            "title": sheet.title,
            "due_on": one.due_on.isoformat(),
            "late_days": late if late > 0 else None,
            "open": amount_text(one.open.minor, digits),
            "running_amount": amount_text(running, digits),
        }
        if one.open.minor != sheet.total_minor:
            row["total"] = amount_text(sheet.total_minor, digits)
            row["settled"] = amount_text(sheet.total_minor - one.open.minor, digits)
        rows.append(row)
    credit = letter.credits.get(currency)
    if credit:
        less, left = amount_text(-credit.minor, digits), amount_text(running - credit.minor, digits)
        rows.append({"number": your_credit, "open": less, "running_amount": left})
    return rows


def _pay(letter: Letter, currency: str) -> dict[str, Any]:
    """How to pay; one invoice by its own reference, several by the customer's number."""
    issuer, items = letter.entity, [one for one in letter.items if one.open.currency == currency]
    reference = letter.billing.number
    if len(items) == 1:
        reference = letter.sheets[items[0].invoice_id].reference or reference
    amount = letter.ask.net[currency]
    pay = {"payee": issuer.name, "iban": issuer.iban, "bic": issuer.bic, "reference": reference}
    if issuer.iban:
        pay["qr"] = (
            payment_code(payee=issuer.name, iban=issuer.iban, bic=issuer.bic, amount=amount, reference=reference) or ""
        )
    return {name: value for name, value in pay.items() if value}
