"""Issue one invoice of five lines by a click, one after the other: at least a hundred a second.

Each click is a frame of its own, so a transaction and a commit that waits for the disk. The second row is the page's
whole POST (session, person, form, redirect) through Django's test client. There is no floor.
"""

from __future__ import annotations

from typing import Any

import psycopg

from benchmarks.ground import result, run, timed

WARM_UP = 20


def measure(owner: psycopg.Connection[Any], size: int) -> list[dict[str, Any]]:
    """Seconds a click: by the action, and by the page."""
    from benchmarks.scene import Company, settle_down

    company = Company()
    company.invoices(2 * len(company.customers))  # a tenant that has been at work for a while
    drafts = company.drafts(WARM_UP + size)
    for_page = company.drafts(WARM_UP + size)
    settle_down(owner)
    seconds = _by_action(company, drafts)
    page_seconds = _by_page(company, for_page)
    return [
        result("click", size, seconds, limit="100 a second", met=seconds <= 0.01),
        result("click, the whole page", size, page_seconds, limit=""),
    ]


def _by_action(company: Any, drafts: list[Any]) -> float:
    from benchmarks.scene import CLOCK, TODAY
    from saldo.base.tenants.frame import frame
    from saldo.invoices.actions import issue_invoices

    def click(ids: list[Any]) -> None:
        for one in ids:
            with frame(company.tenant_id, clock=CLOCK):
                issue_invoices([one], on=TODAY, actor=company.house.alice, deliver=True).only()

    click(drafts[:WARM_UP])
    return timed(lambda: click(drafts[WARM_UP:])) / (len(drafts) - WARM_UP)


def _by_page(company: Any, drafts: list[Any]) -> float:
    from benchmarks.scene import CLOCK, TODAY
    from tests.factories.staff import browser_of

    browser = browser_of(company.house, CLOCK)

    def click(ids: list[Any]) -> None:
        for one in ids:
            answer = browser.post(f"/invoices/{one}/issue", {"on": TODAY.isoformat(), "deliver": "yes"})
            assert answer.status_code == 302, answer.content

    click(drafts[:WARM_UP])
    return timed(lambda: click(drafts[WARM_UP:])) / (len(drafts) - WARM_UP)


if __name__ == "__main__":
    run(measure, size=500)
