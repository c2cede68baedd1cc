"""Set the PDF of an invoice of five lines, in a process that has set papers before: 40 ms. There is no floor.

Every paper differs (customer's order, number, amounts), so that nothing set before can be used again but the template.
"""

from __future__ import annotations

import statistics
from typing import Any

import psycopg

from benchmarks.ground import result, run, timed

WARM_UP = 3


def measure(_owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """The median of the papers."""
    from benchmarks.scene import CLOCK, TODAY, Company
    from saldo.base.tenants.frame import frame
    from saldo.invoices.actions import issue_invoices
    from saldo.invoices.documents.paper import set_invoice
    from saldo.invoices.queries import unmade_contents

    company = Company(50)
    drafts = company.drafts(WARM_UP + size)
    with frame(company.tenant_id, clock=CLOCK):
        issued = issue_invoices(drafts, on=TODAY, actor=company.house.alice, deliver=False, confirmed=True).done
        contents = unmade_contents(company.tenant_id, issued)
    seconds = [timed(lambda one=one: set_invoice(one.content, one.words, created_at=one.issued_at)) for one in contents]
    median = statistics.median(seconds[WARM_UP:])
    return [result("pdf", size, median, limit="40 ms", met=median <= 0.04)]


if __name__ == "__main__":
    run(measure, size=100)
