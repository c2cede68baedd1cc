from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from saldo.base.files.documents.paper import TEMPLATE_VERSION
from saldo.base.tenants.writer import insert_rows
from saldo.invoices.models import DocumentWords
from saldo.invoices.queries import frozen_words, kept_words
from saldo.kernel.actors import Actor
from saldo.kernel.references import new_id


def keep_words(languages: Iterable[str], *, actor: Actor) -> dict[str, UUID]:
    """Keep the words with which documents of languages are said, once each, and return their ids by language.

    Part of issuing a document of another context, whose permission covers it.
    """
    words = {language: frozen_words(language) for language in sorted(set(languages))}
    hashes = [one.sha256 for one in words.values()]
    kept = kept_words(actor.tenant_id, hashes)
    missing = [one for one in words.values() if one.sha256 not in kept]
    if missing:
        insert_rows(
            DocumentWords,
            ("id", "language", "template_version", "sha256", "words"),
            [(new_id(), one.language, TEMPLATE_VERSION, one.sha256, json.dumps(one.words)) for one in missing],
            unless_exists=("tenant_id", "sha256"),
        )
        kept = kept_words(actor.tenant_id, hashes)  # whoever was first
    return {language: kept[one.sha256] for language, one in words.items()}
