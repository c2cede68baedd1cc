"""A draft as the customer will see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from saldo.invoices.documents.contents import Composer, Issuing
from saldo.invoices.documents.paper import set_invoice
from saldo.invoices.errors import NotADraft
from saldo.invoices.policies.due_date import due_date
from saldo.invoices.policies.totals import tax_subtotals
from saldo.invoices.queries import FrozenWords, get_invoice, issue_ground


def preview_content(tenant_id: UUID, invoice_id: UUID, *, on: date) -> Mapping[str, Any]:
    """What the draft would say if it were issued on `on`, with "(draft)" for a number and no way to pay.

    Raises NotFound, and NotADraft for what is issued: that has a document.
    """
    return _compose(tenant_id, invoice_id, on)[0]


def preview_invoice(tenant_id: UUID, invoice_id: UUID, *, on: date, now: datetime) -> bytes:
    """The same as a PDF, which is kept nowhere."""
    content, words = _compose(tenant_id, invoice_id, on)
    return set_invoice(content, words.words, created_at=now)


def _compose(tenant_id: UUID, invoice_id: UUID, on: date) -> tuple[Mapping[str, Any], FrozenWords]:
    sheet = get_invoice(tenant_id, invoice_id)
    if not sheet.is_draft:
        raise NotADraft()
    ground = issue_ground(tenant_id, [sheet])
    lines = ground.lines.get(invoice_id, [])
    with translation.override(sheet.language.replace("_", "-").lower()):
        number = _("(draft)")
    issuing = Issuing(
        sheet=sheet,
        lines=lines,
        taxes=tax_subtotals(lines, tax_minor=sheet.tax_minor, currency=sheet.currency),
        number=number,
        reference=number,
        on=on,
        due_on=due_date(on, sheet.terms_days),
    )
    composer = Composer(ground.issuers, ground.customers, ground.notes)
    words = composer.words_of(sheet)
    content = composer.content(issuing, words)
    # Nobody shall pay a draft: it has no reference, so it shows no way to pay.
    paper = {name: part for name, part in content["paper"].items() if name != "pay"}
    return {**content, "paper": paper}, words
