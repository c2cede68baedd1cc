"""A PDF from frozen content: the same bytes for the same content."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import segno

from saldo.base.files.documents.paper import render_paper

_QUIET_ZONE = 4  # modules, ISO/IEC 18004


def set_invoice(content: Mapping[str, Any], words: Mapping[str, Any], *, created_at: datetime) -> bytes:
    """The PDF of an invoice or credit note. `created_at` is written into the file."""
    return render_paper(
        content["sheet"],
        _with_payment_code(content),
        words,
        look=content["look"],
        accent=content["accent"],
        created_at=created_at,
    )


def _with_payment_code(content: Mapping[str, Any]) -> Mapping[str, Any]:
    pay = content.get("pay")
    if not pay or not pay.get("epc"):
        return content
    drawing = io.BytesIO()
    code = segno.make_qr(pay["epc"], error="m", boost_error=False, encoding="utf-8")  # EPC069-12: level M
    code.save(drawing, kind="svg", xmldecl=False, border=_QUIET_ZONE)
    return {**content, "pay": {**pay, "qr": drawing.getvalue().decode()}}
