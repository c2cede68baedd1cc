"""GOBL's computed invoices (Apache-2.0, in the corpus that SALDO_CORPUS names) against ours, to the minor unit.

Compared are invoices with prices before tax, one tax category, at most one percentual discount a line, and nothing
on the document as a whole; the others use what Saldo does not have (prices with tax inside, retained taxes, charges).
"""

from __future__ import annotations

import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from saldo.kernel.money import Money
from saldo.taxes.policies.compute_totals import LineAmounts, compute_totals, line_discount, line_gross

CORPUS = Path(os.environ.get("SALDO_CORPUS", "")) / "vectors" / "gobl-tax-calc"
COMPARED = 39

pytestmark = pytest.mark.skipif(
    not os.environ.get("SALDO_CORPUS"), reason="SALDO_CORPUS is not set: no GOBL vectors are compared"
)


def invoices() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path in sorted(CORPUS.glob("*/out/*.json")):
        content = json.loads(path.read_text())
        document = content.get("doc", content)
        if document.get("$schema", "").endswith("bill/invoice") and applies(document):
            found.append((path.stem, document))
    return found


def applies(document: dict[str, Any]) -> bool:
    categories = document["totals"].get("taxes", {}).get("categories", [])
    return (
        not document.get("tax", {}).get("prices_include")
        and not document.keys() & {"discounts", "charges"}
        and len(categories) <= 1
        and not any(one.get("retained") for one in categories)
        and all(line_applies(one) for one in document["lines"])
    )


def line_applies(line: dict[str, Any]) -> bool:
    discounts = line.get("discounts", [])
    return (
        "charges" not in line
        and len(discounts) <= 1
        and all("percent" in one for one in discounts)
        and len(line["taxes"]) == 1
        and "surcharge" not in line["taxes"][0]
    )


def per_cent(text: str | None) -> Decimal:
    return Decimal((text or "0").removesuffix("%"))


def as_line(line: dict[str, Any]) -> LineAmounts:
    rate = per_cent(line["taxes"][0].get("percent"))
    discount = per_cent(line.get("discounts", [{}])[0].get("percent"))
    # Which of the untaxed categories it is changes no amount.
    return LineAmounts(Decimal(line["quantity"]), Decimal(line["item"]["price"]), discount, "S" if rate else "E", rate)


def test_the_vectors_that_apply_are_all_there():
    assert len(invoices()) == COMPARED


def test_totals_equal_gobls_to_the_minor_unit():
    for name, document in invoices():
        currency, theirs = document["currency"], document["totals"]
        some = [as_line(one) for one in document["lines"]]
        ours = compute_totals(some, currency)
        assert ours.line_nets == [Money.of(one["total"], currency) for one in document["lines"]], name
        assert ours.net == Money.of(theirs["total"], currency), name
        assert ours.tax == Money.of(theirs.get("tax", "0.00"), currency), name
        assert ours.total == Money.of(theirs["total_with_tax"], currency), name
        rates = [rate for one in theirs.get("taxes", {}).get("categories", []) for rate in one["rates"]]
        assert sorted((one.rate, one.base.minor, one.tax.minor) for one in ours.taxes) == sorted(
            (
                per_cent(one.get("percent")),
                Money.of(one["base"], currency).minor,
                Money.of(one["amount"], currency).minor,
            )
            for one in rates
        ), name


def test_gross_and_discount_of_each_line_equal_gobls():
    compared = 0
    for name, document in invoices():
        for one in document["lines"]:
            assert line_gross(as_line(one), document["currency"]) == Money.of(one["sum"], document["currency"]), name
            for discount in one.get("discounts", []):
                theirs = Money.of(discount["amount"], document["currency"])
                assert line_discount(as_line(one), document["currency"]) == theirs, name
                compared += 1
    assert compared > 10
