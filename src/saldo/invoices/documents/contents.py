"""What documents say, composed for many at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from saldo.base.files.documents.paper import TEMPLATE_VERSION, paper_languages
from saldo.customers.queries import Billing
from saldo.invoices.policies.content import Corrected, CustomerContent, SellerContent, build_content
from saldo.invoices.policies.parties import customer_content, paper_language, seller_content
from saldo.invoices.policies.sheet import Sheet, SheetLine
from saldo.invoices.queries import FrozenWords, frozen_words
from saldo.taxes.policies.compute_totals import TaxSubtotal

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity


class Issuing(NamedTuple):
    """A document at the moment of its issue."""

    sheet: Sheet
    lines: Sequence[SheetLine]
    taxes: Sequence[TaxSubtotal]
    number: str
    reference: str
    on: date
    due_on: date | None
    corrects: Corrected | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """The content of a document as JSON text, and the words that go with it.

    Text, because ten thousand contents as objects would keep the interpreter busy looking for garbage among them.
    """

    invoice_id: UUID
    content: str
    words: FrozenWords


class Composer:
    """Composes contents; what documents of a batch have in common is made once."""

    def __init__(
        self, issuers: Mapping[UUID, LegalEntity], customers: Mapping[UUID, Billing], notes: Mapping[UUID, str]
    ) -> None:
        self._issuers, self._customers, self._notes = issuers, customers, notes
        self._written = paper_languages()
        self._sellers: dict[UUID, SellerContent] = {}
        self._payers: dict[UUID, CustomerContent] = {}

    def compose(self, issuing: Issuing) -> Composed:
        """The content of one document, ready to be kept."""
        words = self.words_of(issuing.sheet)
        return Composed(issuing.sheet.id, json.dumps(self.content(issuing, words)), words)

    def words_of(self, sheet: Sheet) -> FrozenWords:
        """The words of the customer's language, or of the nearest that papers are written in."""
        issuer = self._issuers[sheet.legal_entity_id]
        return frozen_words(paper_language(sheet.language, issuer=issuer.language, written=self._written))

    def content(self, issuing: Issuing, words: FrozenWords) -> dict[str, Any]:
        """The content of one document, said with these words."""
        sheet = issuing.sheet
        return build_content(
            sheet,
            number=issuing.number,
            reference=issuing.reference,
            on=issuing.on,
            due_on=issuing.due_on,
            seller=self._seller(self._issuers[sheet.legal_entity_id]),
            customer=self._payer(sheet.customer_id),
            lines=issuing.lines,
            taxes=issuing.taxes,
            notes=self._notes,
            language=words.language,
            words=words.words,
            template_version=TEMPLATE_VERSION,
            corrects=issuing.corrects,
        )

    def _seller(self, issuer: LegalEntity) -> SellerContent:
        if issuer.id not in self._sellers:
            self._sellers[issuer.id] = seller_content(issuer)
        return self._sellers[issuer.id]

    def _payer(self, customer_id: UUID) -> CustomerContent:
        if customer_id not in self._payers:
            self._payers[customer_id] = customer_content(self._customers[customer_id])
        return self._payers[customer_id]
