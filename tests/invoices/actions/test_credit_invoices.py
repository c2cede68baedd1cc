"""A credit note corrects what was issued."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from saldo.invoices.actions import (
    CreditRequest,
    ImportedInvoice,
    credit_invoices,
    draft_invoices,
    import_invoices,
    issue_invoices,
)
from saldo.invoices.queries import (
    content_of,
    credit_notes_of,
    get_invoice,
    lines_of,
    open_credit_notes_of,
    prove_invoices,
    prove_sequences,
)
from saldo.kernel.errors import NotPermitted
from saldo.kernel.journal import Account
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.ledger.queries import customer_balances, item_balances, prove_ledger
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued, new_invoice, new_line, tax_code

ON = date(2026, 3, 2)


def euros(amount: str) -> Money:
    return Money.of(amount, "EUR")


def credit(house, invoice_id, amount=None, *, on=ON, reason="Eight panels were not needed", note_id=None):
    request = CreditRequest(note_id or new_id(), invoice_id, euros(amount) if amount else None, reason)
    return credit_invoices([request], on=on, actor=house.bob)


@pytest.fixture
def taxed(house, clock, frame_of):
    """An invoice of 100.00 at 23 % and 50.00 at 6 %: 176.00 in all."""
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        reduced = tax_code(house, "RED", name="IVA 6 %", category="S", rate=Decimal(6))
        lines = (
            new_line(house, "100.00", tax_code_id=tax_code(house, "NOR")),
            new_line(house, "50.00", tax_code_id=reduced),
        )
        draft = draft_invoices([new_invoice(house, customer, lines=lines)], actor=house.alice).only()
        return issue_invoices([draft], on=ON, actor=house.alice, deliver=False).only()


def test_a_whole_credit_repeats_the_lines_and_turns_every_posting_round(house, frame_of, taxed):
    with frame_of(house.tenant_id):
        note_id = credit(house, taxed).only()
        note, invoice = get_invoice(house.tenant_id, note_id), get_invoice(house.tenant_id, taxed)
        assert (note.kind, note.number, note.corrects_id) == ("credit_note", "NC 2026/001", taxed)
        assert (note.net_minor, note.tax_minor, note.total_minor) == (15000, 2600, 17600)
        assert note.open == euros("176.00")
        lines = lines_of(house.tenant_id, [taxed, note_id])
        assert lines[note_id] == lines[taxed]
        held = item_balances(house.tenant_id, [note_id], account=Account.CUSTOMER_CREDIT)
        assert held == {note_id: -euros("176.00")}
        [balance] = customer_balances(house.tenant_id, [invoice.customer_id])[invoice.customer_id]
        assert balance.net == euros("0.00")
        content = content_of(house.tenant_id, note_id)["paper"]
        assert content["corrects"] == {"number": "FT 2026/001", "date": "2026-03-02"}
        assert content["reason"] == "Eight panels were not needed"
        assert prove_invoices(house.tenant_id).holds
        assert prove_sequences(house.tenant_id).holds


def test_credits_in_part_add_up_to_the_invoice_in_every_tax(house, frame_of, taxed):
    with frame_of(house.tenant_id):
        notes = [credit(house, taxed, amount).only() for amount in ("0.01", "33.33", "100.00")]
        notes.append(credit(house, taxed).only())
        sums: dict[str, list[Money]] = {}
        for note_id in notes:
            for tax in content_of(house.tenant_id, note_id)["paper"]["taxes"]:
                base, amount = sums.setdefault(tax["percent"], [euros("0"), euros("0")])
                sums[tax["percent"]] = [base + euros(tax["base"]), amount + euros(tax["amount"])]
        assert sums == {"23": [euros("100.00"), euros("23.00")], "6": [euros("50.00"), euros("3.00")]}
        totals = [get_invoice(house.tenant_id, one).total for one in notes]
        assert totals == [euros(one) for one in ("0.01", "33.33", "100.00", "42.66")]
        assert [one.id for one in credit_notes_of(house.tenant_id, taxed)] == notes
        assert prove_invoices(house.tenant_id).holds
        assert prove_ledger(house.tenant_id).holds


@pytest.mark.parametrize(
    ("amount", "reason", "on", "code"),
    [
        ("176.01", "x", ON, "more_than_left"),
        ("-1.00", "x", ON, "amount_not_positive"),
        ("1.00", "  ", ON, "reason_missing"),
        ("1.00", "x" * 301, ON, "text_too_long"),
        ("1.00", "x", ON + timedelta(days=1), "date_in_future"),
        ("1.00", "x", ON - timedelta(days=1), "before_invoice"),
    ],
)
def test_a_credit_that_makes_no_sense_is_refused(house, frame_of, taxed, amount, reason, on, code):
    with frame_of(house.tenant_id):
        assert [one.code for one in credit(house, taxed, amount, reason=reason, on=on).refused] == [code]
        assert prove_ledger(house.tenant_id).entries == 1


def test_no_more_than_the_invoice_is_credited_even_in_one_batch(house, frame_of, taxed):
    with frame_of(house.tenant_id):
        requests = [CreditRequest(new_id(), taxed, euros("100.00"), "Twice") for _ in range(2)]
        outcome = credit_invoices(requests, on=ON, actor=house.alice)
        assert outcome.done == [requests[0].id]
        assert [(one.item, one.code) for one in outcome.refused] == [(requests[1].id, "more_than_left")]
        credit(house, taxed).only()
        assert credit(house, taxed).refused[0].code == "nothing_left"


def test_the_same_request_again_is_one_credit_note(house, frame_of, taxed):
    note_id = new_id()
    with frame_of(house.tenant_id):
        assert credit(house, taxed, "10.00", note_id=note_id).done == [note_id]
    with frame_of(house.tenant_id):
        assert credit(house, taxed, "10.00", note_id=note_id).unchanged == [note_id]
        assert prove_sequences(house.tenant_id).numbers == 2


def test_another_currency_is_refused(house, frame_of, taxed):
    with frame_of(house.tenant_id):
        request = CreditRequest(new_id(), taxed, Money.of("1.00", "USD"), "x")
        assert credit_invoices([request], on=ON, actor=house.alice).refused[0].code == "currency_mismatch"


def test_a_draft_and_a_credit_note_cannot_be_credited(house, clock, frame_of, taxed):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id):
        note_id = credit(house, taxed).only()
        assert credit(house, draft).refused[0].code == "not_an_issued_invoice"
        assert credit(house, note_id).refused[0].code == "not_an_issued_invoice"
        assert credit(house, new_id()).refused[0].code == "not_found"


def test_a_deduction_in_a_tax_is_credited_as_a_whole_only(house, clock, frame_of):
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        zero = tax_code(house, "ZERO", name="IVA 0 %", category="Z", rate=Decimal(0))
        lines = (
            new_line(house, "100.00", tax_code_id=tax_code(house, "NOR")),
            new_line(house, "30.00", quantity=Decimal(-1), tax_code_id=zero),
        )
        draft = draft_invoices([new_invoice(house, customer, lines=lines)], actor=house.alice).only()
        issue_invoices([draft], on=ON, actor=house.alice, deliver=False).only()
        assert credit(house, draft, "10.00").refused[0].code == "cannot_split"
        assert get_invoice(house.tenant_id, credit(house, draft).only()).total == euros("93.00")
        assert prove_invoices(house.tenant_id).holds


def test_an_imported_invoice_goes_back_to_the_opening_balance(house, clock, frame_of, owner_connection):
    make_customer(house, clock, number="K1")
    with frame_of(house.tenant_id):
        row = ImportedInvoice(1, "OLD-7", "K1", "EUR", euros("90.00"), date(2026, 1, 5), date(2026, 2, 4))
        old = import_invoices([row], legal_entity_id=house.entity_id, actor=house.alice).only()
        note_id = credit(house, old, "40.00").only()
        customer = get_invoice(house.tenant_id, old).customer_id
        assert [one.id for one in open_credit_notes_of(house.tenant_id, [customer])[customer]] == [note_id]
        assert content_of(house.tenant_id, note_id)["paper"]["taxes"][0]["kind"] == "outside_scope"
        assert prove_invoices(house.tenant_id).holds
    rows = owner_connection.execute("SELECT account, sum(amount_minor)::bigint FROM ledger_posting GROUP BY account")
    assert dict(rows.fetchall()) == {"receivable": 9000, "opening_balance": -5000, "customer_credit": -4000}


def test_who_only_reads_credits_nothing(house, frame_of, taxed):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        credit_invoices([CreditRequest(new_id(), taxed, None, "x")], on=ON, actor=house.rita)


def test_another_tenants_invoice_cannot_be_credited(house, charlies_house, clock, frame_of, taxed):
    with frame_of(charlies_house.tenant_id):
        assert credit(charlies_house, taxed).refused[0].code == "not_found"


def test_several_invoices_are_credited_at_once(house, clock, frame_of):
    customer = make_customer(house, clock)
    invoices = [make_issued(house, clock, customer, f"{n}.00") for n in range(1, 4)]
    with frame_of(house.tenant_id):
        requests = [CreditRequest(new_id(), one, None, "Cancelled") for one in invoices]
        outcome = credit_invoices(requests, on=ON, actor=house.alice)
        assert outcome.done == [one.id for one in requests]
        assert prove_sequences(house.tenant_id).numbers == 6
