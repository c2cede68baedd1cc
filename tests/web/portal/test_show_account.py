"""What the customer reads: what they owe, why, and what they have been sent."""

from __future__ import annotations

import re
from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from saldo.base.files.actions import NewFile, keep_files
from saldo.base.numbering.actions import create_series
from saldo.base.tenants.actions import change_legal_entity, create_legal_entity
from saldo.base.tenants.frame import frame
from saldo.invoices.actions import CreditRequest, credit_invoices
from saldo.invoices.queries import get_invoice
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment
from saldo.settlement.actions import issue_receipts, receive_payments
from tests.factories.cast import ATELIER
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued, new_line, tax_code

MOST_QUERIES = 12


@pytest.fixture
def text(client, link):
    """The words of a page, without markup and without breaks that are only for the eye."""

    def read(path=""):
        page = client.get(link + path)
        assert page.status_code == 200
        words = re.sub(r"<[^>]+>", "", page.content.decode()).replace("\xa0", " ")
        return re.sub(r"\s+", " ", words)

    return read


@pytest.fixture
def pay(house, clock, dana):
    """Records a transfer, as staff would."""

    def record(amount, currency="EUR"):
        payment = NewPayment(
            id=new_id(),
            key=str(new_id()),
            customer_id=dana,
            legal_entity_id=house.entity_id,
            method="transfer",
            amount=Money.of(amount, currency),
            received_on=date(2026, 3, 2),
        )
        with frame(house.tenant_id, clock=clock):
            return receive_payments([payment], items={}, on=None, actor=house.alice).only()

    return record


@pytest.fixture
def delivery_of(house, clock):
    def read(invoice_id):
        with frame(house.tenant_id, clock=clock):
            return get_invoice(house.tenant_id, invoice_id).delivery

    return read


def test_a_balance_per_currency_with_its_reasons(text, issued):
    issued("1000.00", title="Bread in March")
    issued("250.50", title="Rolls", currency="USD")
    words = text()
    assert "€1,000.00" in words
    assert "250.50" in words
    assert "1,250.50" not in words
    assert "Bread in March" in words


def test_what_is_late_is_said_with_its_day(text, issued, clock):
    issued("1000.00", due_in=5)
    clock.advance(days=10)
    assert "Was due 7 March 2026" in text()


def test_what_was_paid_in_part_shows_what_is_left(text, issued, pay):
    issued("1000.00")
    pay("400.00")
    words = text()
    assert "€600.00" in words
    assert "of €1,000.00" in words
    assert "Thank you for the €400.00" in words


def test_a_draft_is_nobodys_business(text, house, clock, dana):
    make_draft(house, clock, dana, "777.00", title="Secret plans")
    assert "777" not in text()
    assert "Secret plans" not in text("documents/")


def test_credit_is_taken_off_and_can_be_used_without_a_payment(client, link, text, issued, pay):
    pay("300.00")
    issued("1000.00")
    assert "€700.00" in text()
    assert "You have credit for €300.00" in text()
    assert client.post(f"{link}credit/").status_code == 302
    assert "You have credit" not in text()
    assert "€700.00" in text()


def test_credit_that_covers_everything_settles_without_a_payment(client, link, text, issued, pay):
    pay("1300.00")
    issued("1000.00")
    client.post(f"{link}credit/")
    words = text()
    assert "Everything is paid" in words
    assert "credit of €300.00" in words


def test_documents_stand_by_year(text, client, link, issued):
    issued("1000.00", title="Bread for Christmas", on=date(2025, 12, 23))
    issued("250.00", title="Bread in March")
    assert "Bread in March" in text("documents/")
    assert "Bread for Christmas" not in text("documents/")
    assert "Bread for Christmas" in text("documents/2025/")
    assert client.get(f"{link}documents/1999/").status_code == 404


def test_a_credit_note_stands_among_the_documents(text, issued, house, clock):
    invoice, note = issued("1000.00"), new_id()
    with frame(house.tenant_id, clock=clock):
        request = CreditRequest(note, invoice, Money.of("100.00", "EUR"), "A box was missing")
        credit_invoices([request], on=date(2026, 3, 2), actor=house.alice, deliver=False).only()
    assert "NC 2026/001 · Credit note" in text("documents/")
    assert "A box was missing" in text(f"documents/{note}/")


def test_a_receipt_can_be_taken_home(client, link, text, issued, pay, house, clock):
    issued("1000.00")
    payment = pay("1000.00")
    with frame(house.tenant_id, clock=clock):
        issue_receipts([payment], on=None, actor=house.night)
    assert "Receipt RC 2026/001" in text("documents/")
    pdf = client.get(f"{link}receipts/{payment}/pdf/")
    assert pdf.content.startswith(b"%PDF")


def test_the_statement_can_be_taken_home_in_the_readers_language(client, link, issued, house):
    issued("1000.00")
    path = f"{link}statement/{house.entity_id}/EUR/pdf/"
    assert path in client.get(link).content.decode()
    pdf = client.get(path)
    assert pdf.content.startswith(b"%PDF")
    assert pdf.headers["Cache-Control"] == "no-store"
    client.post(f"{link}language/", {"language": "pl"})
    polish = PdfReader(BytesIO(client.get(path).content)).pages[0].extract_text()
    assert "Zestawienie salda" in polish
    assert client.get(f"{link}statement/{new_id()}/EUR/pdf/").status_code == 404
    assert client.get(f"{link}statement/{house.entity_id}/ABC/pdf/").status_code == 404


def test_the_sellers_logo_stands_in_the_head_and_no_other_file_can_be_had(client, link, issued, house, clock):
    assert "<img" not in client.get(link).content.decode()
    with frame(house.tenant_id, clock=clock):
        kept = keep_files([NewFile(f"{n}.png", "image/png", bytes([n])) for n in (1, 2)], actor=house.alice)
        change_legal_entity(house.entity_id, details={"logo_id": kept[0]}, actor=house.alice)
    assert f'<img src="{link}logo/{kept[0]}/" alt="Atelier Norte">' in client.get(link).content.decode()
    assert client.get(f"{link}logo/{kept[0]}/").headers["Content-Type"] == "image/png"
    assert client.get(f"{link}logo/{kept[1]}/").status_code == 404


def test_a_strangers_receipt_does_not_exist(client, link_of, pay, house, clock):
    payment = pay("1000.00")
    stranger = link_of(make_customer(house, clock))
    assert client.get(f"{stranger}receipts/{payment}/pdf/").status_code == 404


@pytest.mark.parametrize("path", ["", "pdf/"])
def test_opening_an_invoice_is_known_and_stays_so(client, link, issued, delivery_of, path):
    invoice = issued("1000.00")
    assert client.head(f"{link}documents/{invoice}/{path}").status_code == 200
    assert delivery_of(invoice) == ""
    for _ in range(2):
        assert client.get(f"{link}documents/{invoice}/{path}").status_code == 200
        assert delivery_of(invoice) == "opened"


def test_the_account_page_shows_its_invoices_and_so_opens_them(client, link, issued, delivery_of):
    invoice = issued("1000.00")
    client.get(f"{link}documents/")
    client.head(link)
    assert delivery_of(invoice) == ""
    client.get(link)
    assert delivery_of(invoice) == "opened"


def test_the_pdf_is_the_document_and_keeps_its_name(client, link, issued):
    pdf = client.get(f"{link}documents/{issued('1000.00')}/pdf/")
    assert pdf.headers["Content-Type"] == "application/pdf"
    assert "FT-2026-001.pdf" in pdf.headers["Content-Disposition"]
    assert pdf.headers["Cache-Control"] == "no-store"


def test_pages_cost_the_same_however_much_there_is(client, link, issued, house, clock, dana):
    counts = []
    for _ in range(2):
        for number in range(3):
            issued("10.00", title=f"Invoice {number}")
        for path in ("", "documents/"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(link + path).status_code == 200
            asked = [one["sql"] for one in queries if "saldo.tenant" not in one["sql"]]
            counts.append(sum(not one.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")) for one in asked))
    assert counts[:2] == counts[2:]
    assert max(counts) <= MOST_QUERIES


def test_what_is_owed_to_two_companies_of_the_house_stands_apart(text, issued, house, clock, dana):
    second = new_id()
    with frame(house.tenant_id, clock=clock):
        create_legal_entity(second, details={**ATELIER, "short_name": "Atelier Sul"}, actor=house.alice)
        create_series(second, kind="invoice", pattern="FS {year}/{number:03d}", actor=house.alice)
        line = new_line(house, "5.00", tax_code_id=tax_code(house, legal_entity_id=second))
    make_issued(house, clock, dana, legal_entity_id=second, lines=(line,))
    issued("1000.00")
    words = text()
    assert "owes Atelier Norte €1,000.00" in words
    assert "owes Atelier Sul €5.00" in words


def test_no_address_reaches_the_log(client, link, caplog):
    client.get(f"{link}documents/{new_id()}/")
    client.get("/p/wrong/")
    assert "/p/" not in caplog.text
