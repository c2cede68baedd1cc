from __future__ import annotations

import json
from collections.abc import Sequence

from saldo.base.files.documents.paper import TEMPLATE_VERSION
from saldo.base.tenants.writer import insert_rows
from saldo.invoices.documents.contents import Composed
from saldo.invoices.models import DocumentWords, InvoiceContent
from saldo.invoices.queries import kept_words
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


def freeze_contents(composed: Sequence[Composed], *, actor: Actor) -> None:
    """Keep what documents say, and once for each language the words that they say it with.

    Part of issuing, whose permission covers it.
    """
    words = {one.words.sha256: one.words for one in composed}
    kept = kept_words(actor.tenant_id, list(words))
    missing = [words[sha256] for sha256 in sorted(words.keys() - kept.keys())]
    if missing:
        insert_rows(
            DocumentWords,
            ("id", "language", "template_version", "sha256", "words"),
            [(new_id(), one.language, TEMPLATE_VERSION, one.sha256, json.dumps(one.words)) for one in missing],
            unless_exists=("tenant_id", "sha256"),
        )
        kept = kept_words(actor.tenant_id, list(words))  # whoever was first
    insert_rows(
        InvoiceContent,
        ("id", "invoice_id", "words_id", "template_version", "content"),
        [(new_id(), one.invoice_id, kept[one.words.sha256], TEMPLATE_VERSION, one.content) for one in composed],
    )
