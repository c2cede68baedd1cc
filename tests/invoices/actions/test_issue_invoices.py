"""Issuing: numbered, frozen, in the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from saldo.base.audit.queries import records_of
from saldo.base.numbering.actions import create_series
from saldo.base.tenants.actions import change_legal_entity, create_legal_entity
from saldo.customers.actions import change_customer
from saldo.invoices.actions import draft_invoices, issue_invoices
from saldo.invoices.queries import content_of, get_invoice, prove_invoices, prove_sequences, sheets_of, unmade_contents
from saldo.kernel.errors import NotPermitted
from saldo.kernel.money import Money
from saldo.kernel.references import creditor_reference, new_id
from saldo.ledger.queries import customer_balances, item_balances, prove_ledger
from tests.factories.cast import ATELIER
from tests.factories.customers import make_customer, make_customers
from tests.factories.invoices import make_draft, make_issued, new_invoice, new_line, tax_code

ON = date(2026, 3, 2)


def issue(house, *drafts, on=ON, deliver=False, **options):
    return issue_invoices(drafts, on=on, actor=house.alice, deliver=deliver, **options)


def test_an_issued_invoice_has_a_number_a_due_date_and_a_balance(house, clock, frame_of):
    customer = make_customer(house, clock)
    invoice_id = make_issued(house, clock, customer, "1000.00", due_in=30)
    with frame_of(house.tenant_id):
        invoice = get_invoice(house.tenant_id, invoice_id)
        assert (invoice.number, invoice.issued_on, invoice.due_on) == ("FT 2026/001", ON, date(2026, 4, 1))
        assert invoice.reference == creditor_reference("FT 2026/001")
        assert (invoice.state, invoice.open) == ("open", Money.of("1000.00", "EUR"))
        assert item_balances(house.tenant_id, [invoice_id]) == {invoice_id: Money.of("1000.00", "EUR")}
        [balance] = customer_balances(house.tenant_id, [customer])[customer]
        assert balance.receivable == Money.of("1000.00", "EUR")


def test_tax_is_rounded_once_on_the_sum_of_its_lines(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        lines = tuple(new_line(house, "0.33", tax_code_id=tax_code(house, "NOR")) for _ in range(3))
        draft = draft_invoices([new_invoice(house, customer, lines=lines)], actor=house.alice).only()
        issue(house, draft).only()
        invoice = get_invoice(house.tenant_id, draft)
        # 3 x 0.33 = 0.99; 23 % of it is 0.2277; rounded line by line it would be 3 x 0.08
        assert (invoice.net_minor, invoice.tax_minor, invoice.total_minor) == (99, 23, 122)
        content = content_of(house.tenant_id, draft)["paper"]
        assert content["taxes"] == [{"kind": "standard", "percent": "23", "base": "0.99", "amount": "0.23"}]
        assert prove_invoices(house.tenant_id).holds


def test_issuing_twice_is_issuing_once(house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id):
        assert issue(house, draft, draft).done == [draft]
    with frame_of(house.tenant_id):
        again = issue(house, draft)
        assert (again.done, again.unchanged, again.refused) == ([], [draft], [])
        assert prove_ledger(house.tenant_id).entries == 1
        assert prove_sequences(house.tenant_id).numbers == 1


def test_numbers_follow_the_order_that_was_asked_for(house, clock, frame_of):
    customer = make_customer(house, clock)
    drafts = [make_draft(house, clock, customer, f"{n}.00") for n in range(1, 6)]
    wanted = [drafts[n] for n in (3, 0, 4, 2, 1)]
    with frame_of(house.tenant_id):
        assert issue(house, *wanted).done == wanted
        found = sheets_of(house.tenant_id, drafts)
        assert [found[one].number for one in wanted] == [f"FT 2026/00{n}" for n in range(1, 6)]


def test_one_bad_draft_stops_no_other(house, clock, frame_of):
    customer, unnumbered = make_customer(house, clock), make_customer(house, clock, tax_id="")
    good = make_draft(house, clock, customer)
    with frame_of(house.tenant_id):
        reverse = tax_code(house, "AE", name="Reverse charge", category="AE", rate=Decimal(0), note="Autoliquidação")
        bad = new_invoice(house, unnumbered, lines=(new_line(house, "5.00", tax_code_id=reverse),))
        draft_invoices([bad], actor=house.alice).only()
        outcome = issue(house, bad.id, good, unknown := new_id())
        assert outcome.done == [good]
        assert {(one.item, one.code) for one in outcome.refused} == {
            (bad.id, "customer_tax_id_missing"),
            (unknown, "not_found"),
        }
        assert get_invoice(house.tenant_id, bad.id).is_draft
        assert get_invoice(house.tenant_id, good).number == "FT 2026/001"


def test_a_day_that_has_not_come_is_refused(house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id):
        assert issue(house, draft, on=ON + timedelta(days=1)).refused[0].code == "date_in_future"


def test_a_date_before_the_last_one_of_the_series_is_refused(house, clock, frame_of):
    customer = make_customer(house, clock)
    make_issued(house, clock, customer)
    draft = make_draft(house, clock, customer, "2.00")
    with frame_of(house.tenant_id):
        outcome = issue(house, draft, on=ON - timedelta(days=1))
        assert [one.code for one in outcome.refused] == ["number_backdated"]
        assert issue(house, draft).done == [draft]


def test_an_issuer_without_a_series_holds_up_only_its_own(house, clock, frame_of):
    customer, other = make_customer(house, clock), new_id()
    with frame_of(house.tenant_id):
        create_legal_entity(other, details={**ATELIER, "name": "Atelier Sul"}, actor=house.alice)
        bare = new_invoice(house, customer, legal_entity_id=other, lines=())
        line = new_line(house, "7.00", tax_code_id=tax_code(house, legal_entity_id=other))
        bare = new_invoice(house, customer, legal_entity_id=other, lines=(line,))
        draft_invoices([bare], actor=house.alice).only()
    good = make_draft(house, clock, customer)
    with frame_of(house.tenant_id):
        outcome = issue(house, bare.id, good)
        assert outcome.done == [good]
        assert [one.code for one in outcome.refused] == ["no_series"]
        create_series(other, kind="invoice", pattern="S{number}", actor=house.alice)
        issue(house, bare.id).only()
        assert get_invoice(house.tenant_id, bare.id).number == "S1"


def test_what_looks_like_the_same_invoice_needs_a_second_word(house, clock, frame_of):
    customer = make_customer(house, clock)
    make_issued(house, clock, customer, "80.00", order_number="PO-1")
    same, other_order = (make_draft(house, clock, customer, "80.00", order_number=one) for one in ("po-1 ", "PO-2"))
    with frame_of(house.tenant_id):
        outcome = issue(house, same, other_order)
        assert outcome.done == [other_order]
        assert [(one.item, one.code) for one in outcome.refused] == [(same, "suspected_duplicate")]
        assert "FT 2026/001" in outcome.refused[0].sentence
        assert issue(house, same, confirmed=True).done == [same]


def test_two_drafts_that_say_the_same_are_noticed_in_one_batch(house, clock, frame_of):
    customer = make_customer(house, clock)
    first, second = make_draft(house, clock, customer, "80.00"), make_draft(house, clock, customer, "80.00")
    with frame_of(house.tenant_id):
        outcome = issue(house, first, second)
        assert outcome.done == [first]
        assert [one.code for one in outcome.refused] == ["suspected_duplicate"]


def test_the_same_bill_a_month_later_is_no_duplicate(house, clock, frame_of):
    customer = make_customer(house, clock)
    make_issued(house, clock, customer, "80.00")
    clock.advance(days=31)
    draft = make_draft(house, clock, customer, "80.00")
    with frame_of(house.tenant_id):
        assert issue(house, draft, on=ON + timedelta(days=31)).done == [draft]


def test_an_invoice_over_nothing_is_settled_at_once_and_posts_nothing(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock), "0.00")
    with frame_of(house.tenant_id):
        invoice = get_invoice(house.tenant_id, invoice_id)
        assert (invoice.state, invoice.settled_on, invoice.open_minor) == ("settled", ON, 0)
        assert prove_ledger(house.tenant_id).entries == 0
        assert prove_invoices(house.tenant_id).holds
        assert "pay" not in content_of(house.tenant_id, invoice_id)["paper"]


def test_what_was_frozen_does_not_follow_the_customer_or_the_issuer(house, clock, frame_of):
    customer = make_customer(house, clock)
    invoice_id = make_issued(house, clock, customer)
    with frame_of(house.tenant_id):
        before = content_of(house.tenant_id, invoice_id)
        change_customer(customer, details={"name": "Another name"}, actor=house.alice)
        change_legal_entity(house.entity_id, details={"name": "Another issuer", "iban": ""}, actor=house.alice)
    with frame_of(house.tenant_id):
        after = content_of(house.tenant_id, invoice_id)
        assert after == before
        assert after["paper"]["seller"]["name"] == ATELIER["name"]
        assert after["paper"]["customer"]["name"] == "Piekarnia Pod Lipą sp. z o.o."


def test_the_content_carries_how_to_pay_and_the_running_sum(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        lines = (
            new_line(house, "62.00", quantity=Decimal("24.500"), unit="hour", discount_percent=Decimal(10)),
            new_line(house, "100.00", quantity=Decimal(-1), description="Deposit"),
        )
        new = new_invoice(house, customer, lines=lines, period="2026-02-01/2026-02-28", order_number="PO-9")
        draft = draft_invoices([new], actor=house.alice).only()
        issue(house, draft).only()
        content = content_of(house.tenant_id, draft)["paper"]
    assert [line["running_amount"] for line in content["lines"]] == ["1367.10", "1267.10"]
    assert content["lines"][0]["quantity"] == "24.5"
    assert content["period"] == {"from": "2026-02-01", "to": "2026-02-28"}
    reference = creditor_reference("FT 2026/001")
    assert content["pay"] == {
        "payee": "Atelier Norte, Lda",
        "iban": "PT50000201231234567890154",
        "bic": "",
        "reference": reference,
    }


def test_another_tenants_draft_does_not_exist(house, charlies_house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(charlies_house.tenant_id):
        outcome = issue(charlies_house, draft)
        assert [one.code for one in outcome.refused] == ["not_found"]
    with frame_of(house.tenant_id):
        assert get_invoice(house.tenant_id, draft).is_draft


def test_who_only_reads_issues_nothing(house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        issue_invoices([draft], on=ON, actor=house.rita, deliver=False)


def test_issuing_leaves_a_trail(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id):
        trail = records_of(house.tenant_id, invoice_id)
        assert [one.action for one in trail] == ["draft_invoices", "issue_invoices"]
        assert trail[1].after["number"] == "FT 2026/001"


def test_delivery_waits_only_where_it_was_asked_for(house, clock, frame_of):
    customer = make_customer(house, clock)
    with_mail = make_issued(house, clock, customer, "1.00", deliver=True)
    without = make_issued(house, clock, customer, "2.00")
    with frame_of(house.tenant_id):
        found = sheets_of(house.tenant_id, [with_mail, without])
        assert [found[one].delivery for one in (with_mail, without)] == ["queued", ""]


def test_a_click_takes_eight_trips_to_the_database(house, clock, frame_of):
    first, second = make_customers(house, clock, 2)
    make_issued(house, clock, first)  # the words that papers are written with stand and are known from now on
    with frame_of(house.tenant_id):
        line = new_line(house, "40.00", tax_code_id=tax_code(house, "NOR"))
        draft = draft_invoices([new_invoice(house, second, lines=(line,))], actor=house.alice).only()
    with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
        issue(house, draft, deliver=True).only()
    assert len(captured) == 8


def test_words_of_a_document_that_was_rolled_back_are_kept_again_with_the_next_one(house, clock, frame_of):
    customer = make_customer(house, clock)
    first, second = make_draft(house, clock, customer, "1.00"), make_draft(house, clock, customer, "2.00")
    with pytest.raises(ZeroDivisionError), frame_of(house.tenant_id):
        issue(house, first).only()
        raise ZeroDivisionError
    with frame_of(house.tenant_id):
        issue(house, second).only()
    with frame_of(house.tenant_id):
        assert unmade_contents(house.tenant_id, [second])[0].words["locale"] == "en_GB"


def test_the_number_of_queries_does_not_grow_with_the_batch(house, clock, frame_of):
    customers = make_customers(house, clock, 3)

    def queries(count: int, price: int) -> int:
        with frame_of(house.tenant_id):
            new = [new_invoice(house, customers[n % 3], f"{price}.{n:02d}") for n in range(count)]
            drafts = draft_invoices(new, actor=house.alice).done
        with frame_of(house.tenant_id), CaptureQueriesContext(connection) as captured:
            assert len(issue(house, *drafts).done) == count
        return len(captured)

    queries(1, 1)  # the first one makes what the session keeps
    few = queries(2, 2)
    queries(60, 3)
    assert queries(90, 4) <= few + 5 * 5  # a staged set takes up to five more trips for each of five tables
    assert queries(90, 5) == queries(60, 6)
