"""Drafts: written, changed by one person at a time, thrown away."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from saldo.base.audit.queries import records_of
from saldo.invoices.actions import NewLine, change_draft, discard_drafts, draft_invoices
from saldo.invoices.errors import ChangedMeanwhile, NotADraft
from saldo.invoices.queries import get_invoice, lines_of, sheets_of
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer, make_customers
from tests.factories.invoices import make_draft, make_issued, new_invoice, new_line, tax_code


@pytest.fixture
def customer(house, clock):
    return make_customer(house, clock, currency="USD", terms_days=14, contact_language="pl")


def test_a_draft_follows_customer_and_issuer_where_its_writer_says_nothing(house, customer, frame_of):
    with frame_of(house.tenant_id):
        new = replace(new_invoice(house, customer), currency="", language="", terms_days=None)
        draft = get_invoice(house.tenant_id, draft_invoices([new], actor=house.bob).only())
        assert (draft.currency, draft.language, draft.terms_days) == ("USD", "pl", 14)
        assert (draft.number, draft.issued_on, draft.open_minor) == (None, None, 0)


def test_the_same_request_again_is_one_draft(house, customer, frame_of):
    with frame_of(house.tenant_id):
        new = new_invoice(house, customer)
        assert draft_invoices([new, new], actor=house.bob).done == [new.id]
        assert draft_invoices([new], actor=house.bob).unchanged == [new.id]
        assert len(lines_of(house.tenant_id, [new.id])[new.id]) == 1


LINE_FAULTS = [
    ({"description": " "}, "description", "description_missing"),
    ({"description": "x" * 301}, "description", "text_too_long"),
    ({"unit": "x" * 11}, "unit", "text_too_long"),
    ({"quantity": Decimal(0)}, "quantity", "quantity_zero"),
    ({"quantity": Decimal("1e12")}, "quantity", "number_too_long"),
    ({"quantity": Decimal("NaN")}, "quantity", "number_too_long"),
    ({"quantity": Decimal("0.0000001")}, "quantity", "too_many_decimals"),
    ({"unit_price": Decimal(-1)}, "unit_price", "negative_price"),
    ({"discount_percent": Decimal("100.5")}, "discount_percent", "bad_discount"),
    ({"discount_percent": Decimal("1.0001")}, "discount_percent", "too_many_decimals"),
    ({"tax_code_id": None}, "tax_code_id", "tax_code_missing"),
    ({"tax_code_id": new_id()}, "tax_code_id", "unknown_tax_code"),
]


@pytest.mark.parametrize(("fault", "field", "code"), LINE_FAULTS, ids=[f"{one[1]} {one[2]}" for one in LINE_FAULTS])
def test_a_line_that_makes_no_sense_is_refused_at_its_field(house, customer, frame_of, fault, field, code):
    with frame_of(house.tenant_id):
        good = new_line(house, "5.00")
        new = new_invoice(house, customer, lines=(good, replace(good, **fault)))
        outcome = draft_invoices([new], actor=house.bob)
        assert (f"lines.1.{field}", code) in [(one.field, one.code) for one in outcome.refused]
        assert all(one.item == new.id for one in outcome.refused)
        assert sheets_of(house.tenant_id, [new.id]) == {}


HEAD_FAULTS = [
    ({"lines": ()}, "lines", "no_lines"),
    ({"customer_id": new_id()}, "customer_id", "unknown_customer"),
    ({"legal_entity_id": new_id()}, "legal_entity_id", "unknown_issuer"),
    ({"currency": "eur"}, "currency", "unknown_currency"),
    ({"terms_days": -1}, "terms_days", "bad_terms"),
    ({"language": "xx"}, "language", "unknown_language"),
    ({"period": "March"}, "period", "bad_period"),
    ({"period": "2026-03-02/2026-03-01"}, "period", "bad_period"),
    ({"title": "x" * 201}, "title", "text_too_long"),
]


@pytest.mark.parametrize(("fault", "field", "code"), HEAD_FAULTS, ids=[f"{one[1]} {one[2]}" for one in HEAD_FAULTS])
def test_a_draft_that_makes_no_sense_is_refused_at_its_field(house, customer, frame_of, fault, field, code):
    with frame_of(house.tenant_id):
        good, bad = new_invoice(house, customer), replace(new_invoice(house, customer), **fault)
        outcome = draft_invoices([bad, good], actor=house.bob)
        assert (field, code) in [(one.field, one.code) for one in outcome.refused]
        assert outcome.done == [good.id]


def test_an_invoice_below_zero_is_refused(house, customer, frame_of):
    with frame_of(house.tenant_id):
        new = new_invoice(house, customer, lines=(new_line(house, "5.00", quantity=Decimal(-1)),))
        assert draft_invoices([new], actor=house.bob).refused[0].code == "negative_total"


def test_what_is_outside_the_scope_of_tax_stands_alone(house, customer, frame_of):
    with frame_of(house.tenant_id):
        lines = (new_line(house, "5.00"), new_line(house, "5.00", tax_code_id=tax_code(house, "NOR")))
        outcome = draft_invoices([new_invoice(house, customer, lines=lines)], actor=house.bob)
        assert outcome.refused[0].code == "outside_scope_mixed"


def test_amounts_beyond_the_ledger_are_refused(house, customer, frame_of):
    with frame_of(house.tenant_id):
        line = new_line(house, "999999999999", quantity=Decimal("999999999999"))
        outcome = draft_invoices([new_invoice(house, customer, lines=(line,))], actor=house.bob)
        assert [one.field for one in outcome.refused] == ["lines"]


def test_another_tenants_customer_and_tax_are_unknown(house, charlies_house, customer, clock, frame_of):
    theirs = make_customers(charlies_house, clock, 1)[0]
    with frame_of(charlies_house.tenant_id):
        foreign_tax = tax_code(charlies_house)
    with frame_of(house.tenant_id):
        line = NewLine(description="x", quantity=Decimal(1), unit_price=Decimal(1), tax_code_id=foreign_tax)
        new = [new_invoice(house, theirs), new_invoice(house, customer, lines=(line,))]
        codes = [one.code for one in draft_invoices(new, actor=house.bob).refused]
        assert codes == ["unknown_customer", "unknown_tax_code"]


def test_a_draft_is_written_anew_and_counts_its_versions(house, customer, clock, frame_of):
    draft = make_draft(house, clock, customer, "10.00")
    with frame_of(house.tenant_id):
        lines = (new_line(house, "7.00"), new_line(house, "8.00"))
        new = new_invoice(house, customer, lines=lines, title="Better")
        assert change_draft(draft, new=new, version=1, actor=house.bob).only() == draft
        sheet = get_invoice(house.tenant_id, draft)
        assert (sheet.title, sheet.total_minor, sheet.version) == ("Better", 1500, 2)
        assert [one.net_minor for one in lines_of(house.tenant_id, [draft])[draft]] == [700, 800]
        assert [one.action for one in records_of(house.tenant_id, draft)] == ["draft_invoices", "change_draft"]


def test_two_people_do_not_overwrite_each_other(house, customer, clock, frame_of):
    draft = make_draft(house, clock, customer)
    with frame_of(house.tenant_id):
        change_draft(draft, new=new_invoice(house, customer, "11.00"), version=1, actor=house.bob).only()
        with pytest.raises(ChangedMeanwhile):
            change_draft(draft, new=new_invoice(house, customer, "12.00"), version=1, actor=house.alice)


def test_a_bad_change_changes_nothing(house, customer, clock, frame_of):
    draft = make_draft(house, clock, customer, "10.00")
    with frame_of(house.tenant_id):
        outcome = change_draft(draft, new=new_invoice(house, customer, lines=()), version=1, actor=house.bob)
        assert [one.code for one in outcome.refused] == ["no_lines"]
        assert get_invoice(house.tenant_id, draft).version == 1


def test_what_is_issued_is_neither_changed_nor_discarded(house, customer, clock, frame_of):
    invoice_id = make_issued(house, clock, customer)
    with frame_of(house.tenant_id):
        with pytest.raises(NotADraft, match="credit note"):
            change_draft(invoice_id, new=new_invoice(house, customer), version=1, actor=house.alice)
        assert discard_drafts([invoice_id], actor=house.alice).refused[0].code == "not_a_draft"


def test_discarded_drafts_are_gone_and_nobody_elses(house, charlies_house, customer, clock, frame_of):
    drafts = [make_draft(house, clock, customer) for _ in range(2)]
    with frame_of(charlies_house.tenant_id):
        assert discard_drafts(drafts, actor=charlies_house.alice).done == []
        with pytest.raises(NotFound):
            get_invoice(charlies_house.tenant_id, drafts[0])
    with frame_of(house.tenant_id):
        assert discard_drafts(drafts, actor=house.bob).done == drafts
        assert sheets_of(house.tenant_id, drafts) == {}


def test_who_only_reads_writes_no_draft(house, customer, clock, frame_of):
    draft = make_draft(house, clock, customer)
    with frame_of(house.tenant_id):
        new = new_invoice(house, customer)
        with pytest.raises(NotPermitted):
            draft_invoices([new], actor=house.rita)
        with pytest.raises(NotPermitted):
            change_draft(draft, new=new, version=1, actor=house.rita)
        with pytest.raises(NotPermitted):
            discard_drafts([draft], actor=house.rita)
