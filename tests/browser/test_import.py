"""Somebody takes over open invoices from a file in which two rows are wrong, mends them and is done."""

from __future__ import annotations

import csv
import io

import pytest

from saldo.base.events.actions import run_due_jobs
from saldo.base.tenants.frame import frame
from saldo.invoices.models import Invoice
from tests.browser.conftest import PHONE
from tests.factories.customers import make_customer

HEADER = "Invoice no;Customer no;Invoice date;Due date;Amount;Currency\n"
GOOD = "A-1;C-1;13.01.2026;12.02.2026;1.234,50;EUR\n"
WRONG = "A-2;C-1;14.01.2026;13.02.2026;99,999;EUR\nA-3;C-9;15.01.2026;14.02.2026;12,00;EUR\n"
MENDED = WRONG.replace("99,999", "99,99").replace("C-9", "C-1")


@pytest.fixture
def numbers(house, clock):
    def read() -> list[str]:
        with frame(house.tenant_id, clock=clock):
            return sorted(Invoice.objects.filter(tenant_id=house.tenant_id).values_list("number", flat=True))

    return read


def hand_in(page, site, content: str) -> None:
    page.goto(site + "/imports")
    page.get_by_label("Open invoices").check()
    page.get_by_label("File").set_input_files(
        {"name": "export.csv", "mimeType": "text/csv", "buffer": content.encode()}
    )
    page.get_by_role("button", name="Go on").click()


def test_refused_rows_are_seen_mended_and_taken_later(page, site, signed_in, house, clock, axe, sideways, numbers):
    make_customer(house, clock, number="C-1", name="Casa Mirlo")
    signed_in(page)
    hand_in(page, site, HEADER + GOOD + WRONG)
    assert page.get_by_label("Open amount").input_value() == "Amount"
    assert axe(page) == []
    page.get_by_role("button", name="Check the rows").click()
    assert page.get_by_text("Checking the rows").first.is_visible()
    run_due_jobs(now=clock.now())
    page.get_by_text("Would be imported").wait_for()  # the bar asks every two seconds and sends the page on
    rows = page.get_by_role("table").last.locator("tbody tr").all_inner_texts()
    assert [row.split("\t")[0].strip() for row in rows] == ["3", "4"]
    assert numbers() == []
    assert axe(page) == []
    assert sideways(page) == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the refused rows").click()
    refused = list(csv.reader(io.StringIO(download.value.path().read_text("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in refused] == ["Invoice no", "A-2", "A-3"]
    page.get_by_role("button", name="Import the good row").click()
    run_due_jobs(now=clock.now())
    page.get_by_role("heading", name="export.csv is imported").wait_for()
    assert numbers() == ["A-1"]
    hand_in(page, site, HEADER + GOOD + MENDED)
    assert page.get_by_text("A file with these headings was read before").is_visible()
    page.get_by_role("button", name="Check the rows").click()
    run_due_jobs(now=clock.now())
    page.get_by_role("button", name="Import all 2 rows").click()
    run_due_jobs(now=clock.now())
    page.get_by_role("link", name="See them").click()
    assert numbers() == ["A-1", "A-2", "A-3"]


def test_it_can_be_done_on_a_phone_without_script(open_page, site, signed_in, house, clock, sideways, numbers):
    make_customer(house, clock, number="C-1", name="Casa Mirlo")
    page = signed_in(open_page(size=PHONE, script=False))
    hand_in(page, site, HEADER + GOOD)
    page.get_by_role("button", name="Check the rows").click()
    run_due_jobs(now=clock.now())
    page.get_by_role("link", name="Look again").click()
    assert sideways(page) == 0
    page.get_by_role("button", name="Import the row").click()
    run_due_jobs(now=clock.now())
    page.get_by_role("link", name="Look again").click()
    assert numbers() == ["A-1"]
