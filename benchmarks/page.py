"""Pages of the console and the portal with 1,000,000 invoices in the tenant: 12 queries and 100 ms each.

Ten thousand customers with a hundred invoices each, thirty of them open; one page a row, warm, in this process through
Django's test client: middleware, session, frame, queries, template. Queries are counted after the tenant is set; the
time is the median of nine. There is no floor.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from typing import Any

import psycopg

from benchmarks.ground import result, run, timed

CUSTOMERS = 10_000
TIMES = 9
MOST_QUERIES, MOST_S = 12, 0.1


def measure(owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """A row for each page."""
    from benchmarks.load import load_customers, load_items
    from benchmarks.scene import CLOCK, TODAY, Company
    from saldo.runs.night import decide_next_steps, run_night, snapshot_insights
    from tests.factories.staff import browser_of

    company = Company(20)
    customers = max(100, min(CUSTOMERS, size // 100))
    load_customers(owner, company, customers - 20)
    load_items(owner, company, size, customers=customers, settled_percent=70)
    steps = (decide_next_steps, snapshot_insights)
    run_night(company.tenant_id, company.house.entity_id, on=TODAY, clock=CLOCK, steps=steps)
    owner.execute("VACUUM (ANALYZE)")
    browser = browser_of(company.house, CLOCK)
    return [_measure_page(browser, name, address, size) for name, address in _pages(company).items()]


def _pages(company: Any) -> Mapping[str, str]:
    from benchmarks.scene import CLOCK, TODAY
    from saldo.base.tenants.frame import frame
    from saldo.customers.actions import issue_portal_links
    from saldo.customers.queries import billing_of
    from saldo.invoices.actions import issue_invoices

    drafts = company.drafts(2)
    customer = company.customers[0]
    with frame(company.tenant_id, clock=CLOCK):
        issued = issue_invoices(drafts[:1], on=TODAY, actor=company.house.alice, deliver=False).only()
        contact = billing_of(company.tenant_id, [customer])[customer].contact_id
        links = issue_portal_links([(customer, contact)], actor=company.house.alice)
    portal = links[customer, contact]
    return {
        "overview": "/",
        "invoices": "/invoices",
        "invoices, overdue": "/invoices?shown=overdue",
        "invoices, a number": "/invoices?q=L00123",
        "customers": "/customers",
        "customers, a name": "/customers?q=loaded+customer+77",
        "a customer": f"/customers/{customer}",
        "an invoice": f"/invoices/{issued}",
        "a draft": f"/invoices/{drafts[1]}/change",
        "issue a draft": f"/invoices/{drafts[1]}/issue",
        "payments": "/payments",
        "worklist": "/today",
        "left alone": "/today/left-alone",
        "reports": "/reports",
        "ageing": "/reports/ageing",
        "open items": "/reports/open?currency=EUR&bucket=late",
        "DSO": "/reports/dso",
        "expected cash": "/reports/cash",
        "find": "/find?q=loaded+customer+77",
        "a customer's documents": f"/customers/{customer}/documents",
        "unsent mail": "/messages/unsent",
        "audit": "/settings/audit",
        "portal, account": portal,
        "portal, documents": f"{portal}documents/",
        "portal, an invoice": f"{portal}documents/{issued}/",
    }


def _measure_page(browser: Any, name: str, address: str, size: int) -> dict[str, Any]:
    """A row for a page. What finds one customer only answers with the way there."""

    def work() -> None:
        answer = browser.get(address)
        assert answer.status_code in (200, 302), f"{address}: {answer.status_code} {answer.headers}"

    work()
    queries = _queries(work)
    seconds = statistics.median(timed(work) for _ in range(TIMES))
    return result(
        f"page: {name} ({queries} queries)",
        size,
        seconds,
        limit=f"{MOST_QUERIES} queries, 100 ms",
        met=queries <= MOST_QUERIES and seconds <= MOST_S,
    )


def _queries(work: Any) -> int:
    """Statements after the one that sets the tenant, without what ends the transaction."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        work()
    statements = [one["sql"] for one in captured.captured_queries]
    begun = next(at for at, sql in enumerate(statements) if "saldo.tenant" in sql)
    return sum(1 for sql in statements[begun + 1 :] if not sql.startswith(("COMMIT", "ROLLBACK", "BEGIN")))


if __name__ == "__main__":
    run(measure, size=1_000_000)
