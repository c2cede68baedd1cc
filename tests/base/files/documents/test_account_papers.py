"""Statement, reminder and receipt: what is open, how late it is, what moved, and what was paid."""

import io
from datetime import UTC, datetime
from typing import Any

import pypdf

from saldo.base.files.documents.paper import paper_words, render_paper
from tests.base.files.documents.contents import receipt, reminder, statement

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def pages(sheet: str, content: dict[str, Any], language: str = "en") -> list[str]:
    pdf = render_paper(sheet, content, paper_words(language), created_at=MADE_AT)
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(sheet: str, content: dict[str, Any], language: str = "en") -> str:
    return " ".join(pages(sheet, content, language))


def test_a_statement_says_what_is_open_how_old_it_is_and_what_moved() -> None:
    said = text("statement", statement())

    for part in ("€3,920.00", "€2,460.00 of it past its date", "69 days", "1,000.00 of 3,075.00 settled", "Payment"):
        assert part in said
    for part in ("−615.00", "Balance on 24 August 2026", "Balance on 22 November 2026", "61–90 days"):
        assert part in said


def test_a_statement_in_the_customers_favour_asks_for_nothing() -> None:
    said = text(
        "statement", statement(balance="-50.00", open_total="-50.00", items=[], ages=[], pay=None, total="0.00")
    )

    assert "€50.00 in your favour" in said
    assert "How to pay" not in said


def test_a_statement_of_sixty_items_carries_both_its_sums_from_page_to_page() -> None:
    items = [
        {"number": f"FT {n}", "due_on": "2026-12-01", "open": "10.00", "running_amount": f"{n * 10}.00"}
        for n in range(1, 61)
    ]
    movements = [
        {
            "date": "2026-11-01",
            "kind": "invoice",
            "number": f"FT {n}",
            "amount": "10.00",
            "running_amount": f"{n * 10}.00",
        }
        for n in range(1, 61)
    ]
    shown = pages("statement", statement(items=items, movements=movements, opening="0.00", balance="600.00"))

    assert len(shown) > 3
    assert sum("Carried forward to page" in page for page in shown) == sum("Brought forward" in page for page in shown)


def test_a_reminder_asks_in_words_and_lists_everything_once() -> None:
    said = text("reminder", reminder())

    for part in ("Dear Agnieszka,", "€3,920.00", "4 December 2026", "69 days", "Your credit", "How to pay"):
        assert part in said


def test_days_late_are_counted_in_polish_as_they_are_spoken() -> None:
    item = {"number": "FT 1", "due_on": "2026-11-20", "open": "1.00", "running_amount": "1.00"}
    for days, said in ((1, "1 dzień"), (2, "2 dni"), (5, "5 dni")):
        assert said in text("reminder", reminder(items=[item | {"late_days": days}]), "pl")


def test_a_receipt_names_what_it_paid_what_is_left_and_what_is_kept() -> None:
    said = text("receipt", receipt())

    assert "Received €3,800.00 from Studio Łódź sp. z o.o." in said
    assert "FT 2026/079 Signage drawings · settled 2,460.00 −615.00 1,845.00" in said
    assert "FT 2026/088 Retainer · still open 100.00 2,000.00 1,900.00" in said
    assert "Kept as credit for your next invoice 55.00" in said
    assert "Potwierdzenie wpłaty RC 2026/087" in text("receipt", receipt(), "pl")


def test_a_receipt_of_nothing_but_credit_has_no_table() -> None:
    said = text("receipt", receipt(items=[], unapplied=None, contact=None, payment_reference=""))
    assert "€3,800.00" in said
    assert "Was open" not in said
