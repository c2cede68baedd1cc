"""The import wizard: a file, its columns, the fate of its rows, and then all of them, the good ones or none."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from saldo.base.audit.queries import records_of
from saldo.base.events.actions import run_due_jobs
from saldo.customers.models import Customer
from saldo.imports.choices import RunState
from saldo.imports.models import ImportRun
from saldo.invoices.models import Invoice
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.staff import browser_of, few_queries, typed

CUSTOMERS = "Customer no,Name,E-mail\nC1,Dana,dana@example.test\nC2,Emil,emil@example.test\n"
INVOICES = (
    "Invoice no,Customer no,Invoice date,Due date,Amount,Currency\n"
    "F-1,C-1,2026-01-13,2026-02-12,100.00,EUR\n"
    "F-2,C-1,2026-01-14,2026-02-13,250.505,EUR\n"
    "F-3,=cmd,2026-01-15,2026-02-14,12.00,EUR\n"
)


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def customer(house, clock):
    return make_customer(house, clock, number="C-1", name="Casa Mirlo")


class Wizard:
    """Goes through the pages as a person would; the job runs when `work` is called."""

    def __init__(self, browser, house, clock, frame_of):
        self.browser, self.house, self.clock, self.frame_of = browser, house, clock, frame_of

    def hand_in(self, kind, content, name="export.csv"):
        body = content if isinstance(content, bytes) else content.encode()
        data = typed(self.browser.get("/imports"), kind=kind)
        answer = self.browser.post("/imports", {**data, "file": SimpleUploadedFile(name, body, "text/csv")})
        if answer.status_code == 302:
            self.page = answer["Location"].removesuffix("/columns")
        return answer

    def map(self, **changes):
        return self.browser.post(f"{self.page}/columns", typed(self.browser.get(f"{self.page}/columns"), **changes))

    def work(self):
        run_due_jobs(now=self.clock.now())
        return self.browser.get(self.page)

    def check(self, kind, content, **changes):
        assert self.hand_in(kind, content).status_code == 302
        assert self.map(**changes).status_code == 302
        return self.work()

    def take(self, which="all"):
        assert self.browser.post(f"{self.page}/take", {"do": which}).status_code == 302
        return self.work()

    def run(self):
        with self.frame_of(self.house.tenant_id):
            return ImportRun.objects.filter(tenant_id=self.house.tenant_id).latest("created_at", "id")

    def count(self, model):
        with self.frame_of(self.house.tenant_id):
            return model.objects.filter(tenant_id=self.house.tenant_id).count()


@pytest.fixture
def wizard(alice, house, clock, frame_of):
    return Wizard(alice, house, clock, frame_of)


def test_a_file_is_checked_and_then_taken_whole_and_the_same_again_changes_nothing(wizard, house, frame_of):
    page = wizard.check("customers", CUSTOMERS)
    assert "Every row can be taken" in page.text
    assert wizard.count(Customer) == 0
    done = wizard.take()
    assert "export.csv is imported" in done.text
    assert wizard.count(Customer) == 2
    run_id = wizard.run().id
    with frame_of(house.tenant_id):
        actions = [one.action for one in records_of(house.tenant_id, run_id)]
    assert actions == ["start_import", "map_import", "take_import", "finish_work"]
    again = wizard.check("customers", CUSTOMERS)
    assert "Every row stands here already" in again.text
    assert wizard.count(Customer) == 2


def test_refused_rows_say_where_and_why_and_nothing_is_half_imported(wizard, customer):
    page = wizard.check("invoices", INVOICES)
    assert [(row["number"], str(row["field"])) for row in page.context["rows"]] == [
        (3, "Open amount"),
        (4, "Customer's number"),
    ]
    assert "Import the good row" in page.text
    assert wizard.count(Invoice) == 0
    refused = wizard.browser.post(f"{wizard.page}/take", {"do": "all"})
    assert refused.status_code == 302
    assert wizard.run().state == RunState.CHECKED
    assert wizard.count(Invoice) == 0
    wizard.take("good")
    assert wizard.count(Invoice) == 1
    assert wizard.run().state == RunState.DONE


def test_the_refused_rows_are_downloaded_with_their_reasons_and_no_formula_in_them(wizard, customer):
    wizard.check("invoices", INVOICES)
    answer = wizard.browser.get(f"{wizard.page}/refused.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="export-refused.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Row", "Column", "Why, and what to do", "Invoice no"]
    assert [row[0] for row in rows[1:]] == ["3", "4"]
    assert rows[1][3:] == ["F-2", "C-1", "2026-01-14", "2026-02-13", "250.505", "EUR"]
    assert rows[2][4] == "'=cmd"


def test_the_columns_are_guessed_changed_and_remembered_for_the_next_file_with_these_headings(wizard, customer):
    content = INVOICES.replace("Amount", "Sum A,Open amount").replace(".00,", ".00,60.00,").replace("505,", "5,9.00,")
    wizard.hand_in("invoices", content)
    form = wizard.browser.get(f"{wizard.page}/columns").context["form"]
    assert form["column_total"].value() == "Open amount"
    assert "Sum A  (100.00)" in str(form["column_total"])
    wizard.map(column_total="Sum A")
    wizard.hand_in("invoices", content)
    with few_queries():
        page = wizard.browser.get(f"{wizard.page}/columns")
    assert page.context["form"]["column_total"].value() == "Sum A"
    assert "was read before" in page.text


def test_a_column_serves_one_field_and_what_is_required_has_one(wizard):
    wizard.hand_in("customers", CUSTOMERS)
    answer = wizard.map(column_name="Customer no", column_number="")
    assert answer.status_code == 422
    assert "column_number" in answer.context["form"].errors
    answer = wizard.map(column_name="Customer no")
    assert "read as Number already" in str(answer.context["form"].errors)


def test_customers_that_invoices_name_are_created_where_that_is_asked_for(wizard):
    head = "Invoice no;Customer no;Name;Invoice date;Due date;Amount;Currency\n"
    content = head + "F-1;K-9;Łódź Sp.;13.01.2026;12.02.2026;1.234,50;EUR\n"
    page = wizard.check("invoices", content.encode("utf-16"))
    assert "Unknown customers" in page.text
    wizard.map(create_customers="on")
    wizard.work()
    wizard.take()
    assert (wizard.count(Customer), wizard.count(Invoice)) == (1, 1)


def test_payments_settle_the_invoices_that_they_name(wizard, customer, frame_of, house):
    wizard.check("invoices", INVOICES)
    wizard.take("good")
    wizard.check(
        "payments", "Invoice no,Amount,Payment date,Currency\nF-1,100.00,2026-02-20,EUR\nF-1,,,EUR\n", skips_unpaid="on"
    )
    wizard.take("good")
    with frame_of(house.tenant_id):
        assert Invoice.objects.get(tenant_id=house.tenant_id).open_minor == 0


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"PK\x03\x04sheet", "workbook"),
        (b"%PDF-1.7", "PDF"),
        (b"\x00\x01\x02", "not a text file"),
        (b"a,a\n1,2\n", "Two columns are called a"),
    ],
)
def test_what_is_no_table_is_refused_at_the_file(wizard, content, sentence):
    answer = wizard.hand_in("customers", content)
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors["file"])
    assert wizard.count(ImportRun) == 0


def test_a_file_that_breaks_off_in_a_quotation_says_so_and_changes_nothing(wizard):
    broken = 'X1,"Never closed,x@example.test\n'
    wizard.hand_in("customers", CUSTOMERS + broken)
    assert "quotation mark" in wizard.map().text
    rows = "".join(f"K{number},Customer {number},k{number}@example.test\n" for number in range(2_100))
    page = wizard.check("customers", CUSTOMERS + rows + broken)
    assert "could not be read" in page.text
    assert "quotation mark" in page.text
    assert wizard.count(Customer) == 0
    assert wizard.run().state == RunState.FAILED


def test_windows_1252_with_its_own_signs_is_read_as_on_the_command_line(wizard, frame_of, house):
    wizard.check("customers", "Customer no;Name\nC1;Café São João – Málaga\n".encode("windows-1252"))
    wizard.take()
    with frame_of(house.tenant_id):
        assert Customer.objects.get(tenant_id=house.tenant_id).name == "Café São João – Málaga"


def test_the_bar_is_shown_while_the_job_is_at_work_and_sends_on_when_it_is_done(wizard):
    wizard.hand_in("customers", CUSTOMERS)
    wizard.map()
    page = wizard.browser.get(wizard.page)
    assert f'hx-get="{wizard.page}/progress"' in page.text
    bar = wizard.browser.get(f"{wizard.page}/progress", headers={"HX-Request": "true"})
    assert "0 of 2" in bar.text
    assert wizard.browser.get(f"{wizard.page}/columns").status_code == 302
    wizard.work()
    answer = wizard.browser.get(f"{wizard.page}/progress", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, wizard.page)


def test_a_job_that_comes_late_or_twice_does_nothing(wizard, frame_of, house):
    from saldo.imports.tasks import work
    from saldo.kernel.actors import Actor

    wizard.check("customers", CUSTOMERS)
    wizard.take()
    before = wizard.run()
    work([before.id], tenant_id=house.tenant_id, actor=Actor.system(house.tenant_id))
    assert wizard.count(Customer) == 2
    assert wizard.run().finished_at == before.finished_at
    assert wizard.browser.post(f"{wizard.page}/take", {"do": "all"}).status_code == 302
    assert wizard.run().step == before.step


def test_what_changed_between_check_and_import_is_refused_then_and_nothing_is_taken(wizard, house, clock, customer):
    one = "Invoice no,Customer no,Invoice date,Due date,Amount,Currency\nF-1,C-1,2026-01-13,2026-02-12,100.00,EUR\n"
    wizard.check("invoices", one)
    first = wizard.page
    wizard.check("invoices", one.replace("100.00", "90.00"))
    wizard.take()
    wizard.page = first
    page = wizard.take()
    assert "has been imported before with other data" in page.text
    assert wizard.count(Invoice) == 1


def test_pages_take_few_queries(wizard, customer):
    wizard.check("invoices", INVOICES)
    for path in ("/imports", wizard.page):
        with few_queries():
            assert wizard.browser.get(path).status_code == 200


def test_who_may_not_import_sees_none_of_it(wizard, house, clock, charlies_house):
    wizard.check("customers", CUSTOMERS)
    rita = browser_of(house, clock, "read_only")
    for path in ("/imports", wizard.page, f"{wizard.page}/columns", f"{wizard.page}/refused.csv"):
        assert rita.get(path).status_code == 403, path
    assert rita.post(f"{wizard.page}/take").status_code == 403
    charlie = browser_of(charlies_house, clock)
    for path in (wizard.page, f"{wizard.page}/columns", f"{wizard.page}/progress", f"{wizard.page}/refused.csv"):
        assert charlie.get(path).status_code == 404, path
    assert charlie.get(f"/imports/{new_id()}").status_code == 404


def test_two_hundred_thousand_rows_do_not_hold_a_page_up(wizard):
    import time

    rows = "".join(f"C{number},Customer {number},c{number}@example.test\n" for number in range(200_000))
    begun = time.perf_counter()
    assert wizard.hand_in("customers", "Customer no,Name,E-mail\n" + rows).status_code == 302
    assert wizard.browser.get(f"{wizard.page}/columns").status_code == 200
    assert wizard.map().status_code == 302
    assert time.perf_counter() - begun < 10  # three pages; measured 1.5 s
    run = wizard.run()
    assert (run.state, run.rows_expected) == (RunState.CHECKING, 200_000)


def test_why_rows_are_refused_is_said_in_the_reader_s_language(house, clock, customer, frame_of, settings):
    settings.SALDO_CLOCK = None
    polish = Wizard(browser_of(house, clock, language="pl"), house, clock, frame_of)
    page = polish.check("invoices", INVOICES)
    assert "Kwota ma więcej miejsc dziesiętnych niż jej waluta." in page.text
    assert "Nie ma takiego klienta." in page.text
    refused = polish.browser.get(f"{polish.page}/refused.csv").content.decode("utf-8-sig")
    assert "has more decimals" not in refused
    assert "Zapisz arkusz jako CSV" in polish.hand_in("customers", b"PK\x03\x04sheet").text
