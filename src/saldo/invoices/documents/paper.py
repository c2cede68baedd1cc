"""A PDF from frozen content: the same bytes for the same content."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from saldo.base.files.documents.paper import render_paper
from saldo.base.files.documents.payment_code import payment_code
from saldo.kernel.money import Money


def set_invoice(content: Mapping[str, Any], words: Mapping[str, Any], *, created_at: datetime) -> bytes:
    """The PDF of an invoice or credit note. `created_at` is written into the file."""
    return render_paper(
        content["sheet"],
        _with_payment_code(content["paper"]),
        words,
        look=content["look"],
        accent=content["accent"],
        created_at=created_at,
    )


def _with_payment_code(paper: Mapping[str, Any]) -> Mapping[str, Any]:
    pay = paper.get("pay")
    if not pay:
        return paper
    code = payment_code(
        payee=pay["payee"],
        iban=pay["iban"],
        bic=pay["bic"],
        amount=Money.of(paper["total"], paper["currency"]),
        reference=pay["reference"],
    )
    return {**paper, "pay": {**pay, "qr": code}}
