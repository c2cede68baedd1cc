"""Reading back what a receipt says it paid."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from saldo.kernel.money import Money


def frozen_rows(paper: Mapping[str, Any]) -> list[tuple[str, str, Money, Money]]:
    """Number, title, what was paid and what was left of each invoice on a frozen receipt."""
    currency = str(paper["currency"])
    return [
        (one["number"], one["title"], Money.of(one["paid"], currency), Money.of(one["left"], currency))
        for one in paper["items"]
    ]
