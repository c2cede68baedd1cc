"""Invoices as staff write, issue, send and credit them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from saldo.invoices.queries import find_invoices, get_invoice, lines_of
from saldo.kernel.money import Money
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued, tax_code
from tests.factories.staff import browser_of, few_queries, typed

DAY = "2026-03-02"


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def customer(house, clock, frame_of):
    with frame_of(house.tenant_id):
        tax_code(house, "NOR", is_default=True)
    return make_customer(house, clock, number="C-1", name="Casa Mirlo")


def lines(page, *rows):
    """The rows of a draft's lines as a browser sends them; the page's tax stands in each."""
    tax = page.context["lines"][0].fields["tax_code_id"].choices[0][0]
    sent = {"line_count": str(max(len(page.context["lines"]), len(rows)))}
    for index in range(int(sent["line_count"])):
        row = rows[index] if index < len(rows) else {"quantity": "1"}
        sent |= {f"line{index}-{name}": value for name, value in {"tax_code_id": tax, **row}.items()}
    return sent


def drafts_of(house, frame_of):
    with frame_of(house.tenant_id):
        found = find_invoices(house.tenant_id, on=None).rows
        return [(one, lines_of(house.tenant_id, [one.id]).get(one.id, [])) for one in found]


def test_a_draft_is_written_once_with_the_reader_s_decimal_mark(house, clock, frame_of, customer, settings):
    settings.SALDO_CLOCK = None
    alice = browser_of(house, clock, language="es")
    page = alice.get("/invoices/new", {"customer": customer})
    row = {"description": "Pan", "quantity": "1,5", "unit_price": "1.234,50"}
    data = {**typed(page, title="Pan de marzo"), **lines(page, row)}
    first, second = alice.post("/invoices/new", data), alice.post("/invoices/new", data)
    assert first.status_code == 302, first.text
    assert second["Location"] == first["Location"]
    [(draft, [line])] = drafts_of(house, frame_of)
    assert (str(line.quantity.normalize()), str(line.unit_price.normalize())) == ("1.5", "1234.5")
    assert draft.total == Money.of("2277.65", "EUR")
    assert alice.get(first["Location"]).status_code == 200


def test_more_lines_are_given_without_losing_or_judging_what_was_typed(alice, customer):
    page = alice.get("/invoices/new")
    data = {**typed(page, customer="nobody yet"), **lines(page, {"description": "Bread", "quantity": "x"})}
    more = alice.post("/invoices/new", {**data, "do": "add_lines"})
    assert more.status_code == 200
    assert len(more.context["lines"]) == len(page.context["lines"]) + 3
    assert 'value="Bread"' in more.text
    assert 'value="x"' in more.text
    assert "aria-invalid" not in more.text


def test_sixty_lines_fit_and_no_more_are_offered(alice, house, frame_of, customer):
    page = alice.get("/invoices/new")
    rows = [{"description": f"Loaf {n}", "quantity": "1", "unit_price": "2.00"} for n in range(60)]
    data = {**typed(page, customer="C-1"), **lines(page, *rows)}
    full = alice.post("/invoices/new", {**data, "do": "add_lines"})
    assert len(full.context["lines"]) == 60
    assert not full.context["has_room"]
    assert alice.post("/invoices/new", data).status_code == 302
    [(_draft, kept)] = drafts_of(house, frame_of)
    assert len(kept) == 60


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"description": "Bread", "quantity": "one", "unit_price": "2"}, "quantity", "Write a number"),
        ({"description": "Bread", "quantity": "1", "unit_price": ""}, "unit_price", "price"),
        ({"description": "", "quantity": "1", "unit_price": "2"}, "description", "what this line is for"),
        ({"description": "Bread", "quantity": "0", "unit_price": "2"}, "quantity", "bills nothing"),
        ({"description": "Bread", "quantity": "1", "unit_price": "-2"}, "unit_price", "not below zero"),
        (
            {"description": "Bread", "quantity": "1", "unit_price": "2", "discount_percent": "101"},
            "discount_percent",
            "",
        ),
        ({"description": "Bread", "quantity": "1", "unit_price": "0.1234567"}, "unit_price", "decimals"),
    ],
)
def test_a_wrong_line_is_said_at_its_field_and_nothing_is_lost(alice, customer, row, field, words, house, frame_of):
    page = alice.get("/invoices/new")
    good = {"description": "Rolls", "quantity": "1", "unit_price": "1"}
    answer = alice.post("/invoices/new", {**typed(page, customer="C-1"), **lines(page, good, row)})
    assert answer.status_code == 422
    assert words in answer.context["lines"][1].errors[field][0]
    assert 'value="Rolls"' in answer.text
    assert drafts_of(house, frame_of) == []


def test_a_draft_without_lines_or_for_nobody_is_refused(alice, customer):
    page = alice.get("/invoices/new")
    empty = alice.post("/invoices/new", {**typed(page, customer="C-1"), **lines(page)})
    assert empty.status_code == 422
    assert "at least one line" in empty.text
    row = {"description": "Bread", "quantity": "1", "unit_price": "1"}
    nobody = alice.post("/invoices/new", {**typed(page, customer="Zebra"), **lines(page, row)})
    assert "There is no such customer" in nobody.text


def test_two_who_change_a_draft_see_where_they_differ_and_lose_nothing(alice, house, clock, frame_of, customer):
    draft = make_draft(house, clock, customer, "10.00")
    path = f"/invoices/{draft}/change"
    mine, theirs = alice.get(path), alice.get(path)
    row = {"description": "Bread", "quantity": "1", "unit_price": "20"}
    alice.post(path, {**typed(theirs, title="Theirs"), **lines(theirs, row)})
    late = {**typed(mine, title="Mine"), **lines(mine, {**row, "unit_price": "30"})}
    answer = alice.post(path, late)
    assert answer.status_code == 422
    assert {one.label for one in answer.context["differences"]} == {"What it is for", "Line 1"}
    assert 'value="Mine"' in answer.text
    again = {**late, "version": answer.context["head"]["version"].value()}
    assert alice.post(path, again).status_code == 302
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, draft).title == "Mine"


def test_either_version_of_a_field_or_line_is_taken_and_the_rest_stays(alice, house, clock, frame_of, customer):
    draft = make_draft(house, clock, customer, "10.00")
    path = f"/invoices/{draft}/change"
    mine, theirs = alice.get(path), alice.get(path)
    row = {"description": "Bread", "quantity": "1", "unit_price": "20"}
    alice.post(path, {**typed(theirs, title="Theirs", order_number="PO-1"), **lines(theirs, row)})
    late = {**typed(mine, title="Mine", order_number="PO-2"), **lines(mine, {**row, "unit_price": "30"})}
    told = {**late, "version": alice.post(path, late).context["head"]["version"].value()}
    taken = alice.post(path, {**told, "do": "take_title"})
    assert taken.context["head"]["title"].value() == "Theirs"
    assert {one.label for one in taken.context["differences"]} == {"Customer's order number", "Line 1"}
    assert taken.context["head"]["order_number"].value() == "PO-2"
    taken = alice.post(path, {**told, "title": "Theirs", "do": "take_line_0"})
    assert taken.context["lines"][0]["unit_price"].value() == "20"
    again = {**told, "title": "Theirs", "line0-unit_price": "20", "do": "save"}
    assert alice.post(path, again).status_code == 302
    with frame_of(house.tenant_id):
        kept = get_invoice(house.tenant_id, draft)
    assert (kept.title, kept.order_number) == ("Theirs", "PO-2")


def test_a_line_is_taken_away_and_the_others_stay_as_they_were_typed(alice, customer):
    page = alice.get("/invoices/new")
    rows = [{"description": name, "quantity": "1", "unit_price": "5"} for name in ("Bread", "Milk", "Jam")]
    answer = alice.post("/invoices/new", {**typed(page), **lines(page, *rows), "do": "remove_line_1"})
    assert [one["description"].value() for one in answer.context["lines"]] == ["Bread", "Jam"]
    assert answer.status_code == 200 and "There is no such" not in answer.text


def test_the_lines_are_added_up_before_they_are_saved_those_that_are_right(alice, customer):
    page = alice.get("/invoices/new")
    assert page.context["totals"] is None
    rows = [
        {"description": "", "quantity": "3", "unit_price": "10"},
        {"description": "Milk", "quantity": "many", "unit_price": "5"},
        {"description": "Jam", "quantity": "1", "unit_price": "0.50", "discount_percent": "50"},
    ]
    answer = alice.post("/invoices/new", {**typed(page), **lines(page, *rows), "do": "add_up"})
    assert answer.status_code == 200
    assert answer.context["totals"].net.decimal == Decimal("30.25")
    assert answer.context["totals"].total == answer.context["totals"].net + answer.context["totals"].tax


def test_the_draft_and_the_document_are_served_as_pdf(alice, house, clock, customer):
    draft, issued = make_draft(house, clock, customer), make_issued(house, clock, customer)
    for path in (f"/invoices/{draft}/preview.pdf", f"/invoices/{issued}/document.pdf"):
        shown = alice.get(path)
        assert shown.content.startswith(b"%PDF")
        assert shown["Content-Type"] == "application/pdf"
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert shown["Content-Disposition"].startswith("inline")
    saved = alice.get(f"/invoices/{issued}/document.pdf?save")
    assert saved["Content-Disposition"].startswith("attachment")


def test_before_issue_recipient_words_and_amount_are_shown(alice, house, clock, customer):
    draft = make_draft(house, clock, customer, "1000.00")
    page = alice.get(f"/invoices/{draft}/issue")
    assert "dana@piekarnia-pod-lipa.example" in page.text
    assert page.context["mail"].subject in page.text.replace("&#x27;", "'")
    assert page.context["invoice"].total == Money.of("1000.00", "EUR")


@pytest.mark.parametrize(("deliver", "delivery"), [("yes", "queued"), ("no", "")])
def test_an_invoice_is_issued_once_with_or_without_sending(alice, house, clock, frame_of, customer, deliver, delivery):
    draft = make_draft(house, clock, customer)
    path = f"/invoices/{draft}/issue"
    for _time in range(2):
        assert alice.post(path, {"on": DAY, "deliver": deliver}).status_code == 302
    with frame_of(house.tenant_id):
        sheet = get_invoice(house.tenant_id, draft)
        assert (sheet.number, sheet.delivery) == ("FT 2026/001", delivery)


def test_a_suspected_duplicate_is_issued_only_when_somebody_says_so(alice, house, clock, customer):
    make_issued(house, clock, customer)
    path = f"/invoices/{make_draft(house, clock, customer)}/issue"
    asked = alice.post(path, {"on": DAY, "deliver": "no"})
    assert asked.status_code == 422
    assert "FT 2026/001" in asked.text
    assert "confirmed" in asked.text
    assert alice.post(path, {"on": DAY, "deliver": "no", "confirmed": "on"}).status_code == 302


def test_a_date_to_come_is_refused(alice, house, clock, customer):
    path = f"/invoices/{make_draft(house, clock, customer)}/issue"
    assert alice.post(path, {"on": "2027-01-01", "deliver": "no"}).status_code == 422


def test_a_credit_note_is_issued_once_and_never_over_what_is_left(alice, house, clock, frame_of, customer):
    issued = make_issued(house, clock, customer, "100.00")
    path = f"/invoices/{issued}/credit"
    part = typed(alice.get(path), extent="part", amount="30.00", reason="One loaf was stale")
    first, second = alice.post(path, part), alice.post(path, part)
    assert first["Location"] == second["Location"]
    too_much = typed(alice.get(path), extent="part", amount="70.01", reason="Too much")
    answer = alice.post(path, too_much)
    assert answer.status_code == 422
    assert answer.context["form"].errors
    not_exact = alice.post(path, {**too_much, "amount": "1.005"})
    assert "amount" in not_exact.context["form"].errors
    assert alice.get(first["Location"]).status_code == 200


def test_sending_again_from_the_same_page_sends_one_mail(alice, house, clock, frame_of, customer):
    issued = make_issued(house, clock, customer)
    page = alice.get(f"/invoices/{issued}/deliver")
    data = {"sent": str(len(page.context["sent"]))}
    for _time in range(2):
        assert alice.post(f"/invoices/{issued}/deliver", data).status_code == 302
    assert len(alice.get(f"/invoices/{issued}/deliver").context["sent"]) == 1


def test_a_draft_is_discarded_and_what_is_issued_is_not(alice, house, clock, customer):
    draft, issued = make_draft(house, clock, customer), make_issued(house, clock, customer)
    assert alice.post(f"/invoices/{draft}/discard").status_code == 302
    assert alice.get(f"/invoices/{draft}").status_code == 404
    assert alice.post(f"/invoices/{issued}/discard").status_code == 422


def test_lists_filter_and_go_on_where_the_page_before_ended(alice, house, clock, customer):
    make_draft(house, clock, customer)
    late = make_issued(house, clock, customer, "10.00", due_in=1, on=None)
    clock.advance(days=10)
    make_issued(house, clock, customer, "20.00", due_in=30)
    for shown, count in (("", 3), ("draft", 1), ("open", 2), ("overdue", 1), ("settled", 0)):
        with few_queries():
            page = alice.get("/invoices", {"shown": shown})
        assert len(page.context["rows"]) == count, shown
    overdue = alice.get("/invoices", {"shown": "overdue"}).context["rows"]
    assert [row["invoice"].id for row in overdue] == [late]
    assert "Overdue by 9 days" in alice.get("/invoices", {"shown": "overdue"}).text
    assert len(alice.get("/invoices", {"q": "FT 2026/001"}).context["rows"]) == 1
    assert alice.get("/invoices", {"after": "nonsense"}).status_code == 422


def test_who_may_only_read_is_refused_and_a_foreign_invoice_does_not_exist(
    house, charlies_house, clock, customer, settings
):
    settings.SALDO_CLOCK = None
    rita, charlie = browser_of(house, clock, "read_only"), browser_of(charlies_house, clock)
    draft, issued = make_draft(house, clock, customer), make_issued(house, clock, customer)
    assert rita.get(f"/invoices/{issued}").status_code == 200
    assert f"/invoices/{issued}/credit" not in rita.get(f"/invoices/{issued}").text
    for path in (f"{draft}/change", f"{draft}/issue", f"{draft}/discard", f"{issued}/credit", f"{issued}/deliver"):
        assert rita.post(f"/invoices/{path}", {}).status_code == 403
        assert charlie.post(f"/invoices/{path}", {}).status_code == 404
    assert rita.post("/invoices/new", {}).status_code == 403
    for path in (f"{issued}", f"{issued}/document.pdf", f"{draft}/preview.pdf"):
        assert charlie.get(f"/invoices/{path}").status_code == 404
