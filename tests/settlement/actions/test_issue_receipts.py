"""The receipt: numbered, frozen, made once, mailed once."""

from __future__ import annotations

from datetime import date

import pytest

from saldo.base.files.queries import get_file
from saldo.correspondence.models import Message
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.settlement.actions import (
    deliver_receipts,
    issue_receipts,
    make_receipts,
    receipt_document,
    reverse_payments,
    send_corrections,
)
from saldo.settlement.models import Receipt
from saldo.settlement.queries import receipt_of
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.payments import make_payment, make_settled

ON = date(2026, 3, 2)


@pytest.fixture
def paid(house, clock):
    """A transfer of 150 euros that settled one invoice and a half of another."""
    dana = make_customer(house, clock)
    for days in (5, 10):
        make_issued(house, clock, dana, "100.00", due_in=days)
    return make_settled(house, clock, dana, "150.00")


def issue(house, frame_of, payment):
    with frame_of(house.tenant_id):
        return issue_receipts([payment], on=None, actor=house.night)


def test_a_receipt_names_what_it_paid_and_what_is_left(house, frame_of, paid):
    [receipt_id] = issue(house, frame_of, paid).done
    with frame_of(house.tenant_id):
        row = Receipt.objects.get(id=receipt_id)
        paper = row.content["paper"]
        assert (row.number, row.issued_on, row.language) == ("RC 2026/001", ON, "pl")
        assert [(one["number"], one["open"], one["paid"], one["left"]) for one in paper["items"]] == [
            ("FT 2026/001", "100.00", "100.00", "0.00"),
            ("FT 2026/002", "100.00", "50.00", "50.00"),
        ]
        assert (paper["received"], paper["items"][-1]["running_amount"]) == ("150.00", "150.00")


def test_what_is_over_stands_on_the_receipt_as_credit(house, frame_of, clock):
    dana = make_customer(house, clock)
    make_issued(house, clock, dana, "100.00")
    payment = make_settled(house, clock, dana, "130.00")
    [receipt_id] = issue(house, frame_of, payment).done
    with frame_of(house.tenant_id):
        paper = Receipt.objects.get(id=receipt_id).content["paper"]
        assert paper["unapplied"] == {"amount": "30.00", "running_amount": "130.00"}


def test_a_payment_has_one_receipt_and_numbers_have_no_holes(house, frame_of, clock, paid):
    issue(house, frame_of, paid)
    assert issue(house, frame_of, paid).unchanged == [paid]
    other = make_payment(house, clock, make_customer(house, clock), "1.00")
    issue(house, frame_of, other)
    with frame_of(house.tenant_id):
        assert receipt_of(house.tenant_id, other).number == "RC 2026/002"


def test_the_pdf_is_made_once_and_mailed_once_with_it(house, frame_of, paid):
    [receipt_id] = issue(house, frame_of, paid).done
    with frame_of(house.tenant_id):
        assert deliver_receipts([receipt_id], actor=house.night).refused[0].code == "no_document_yet"
        assert make_receipts([receipt_id], actor=house.night).done == [receipt_id]
    with frame_of(house.tenant_id):
        assert make_receipts([receipt_id], actor=house.night).unchanged == [receipt_id]
        file = get_file(house.tenant_id, receipt_of(house.tenant_id, paid).file_id)
        assert (file.name, bytes(file.body[:5])) == ("RC-2026-001.pdf", b"%PDF-")
        assert deliver_receipts([receipt_id], actor=house.night).done == [receipt_id]
        assert deliver_receipts([receipt_id], actor=house.night).unchanged == [receipt_id]
        [mail] = Message.objects.all()
        assert (mail.kind, mail.about_ids, mail.recipient_email) == (
            "receipt",
            [paid],
            "dana@piekarnia-pod-lipa.example",
        )
        for words in ("RC 2026/001", "FT 2026/001", "FT 2026/002", "50,00"):
            assert words in mail.body_text
            assert words in mail.body_html.replace("\xa0", " ")


def test_whoever_looks_first_has_it_made(house, frame_of, paid):
    issue(house, frame_of, paid)
    with frame_of(house.tenant_id):
        assert receipt_document(paid, actor=house.rita).size > 1000


def test_a_reversed_payment_gets_no_receipt_and_its_payer_hears_of_it_once(house, frame_of, clock, paid):
    [receipt_id] = issue(house, frame_of, paid).done
    unreceipted = make_payment(house, clock, make_customer(house, clock), "1.00")
    with frame_of(house.tenant_id):
        make_receipts([receipt_id], actor=house.night)
        assert send_corrections([paid], actor=house.night).unchanged == [paid]
        reverse_payments([paid, unreceipted], on=ON, reason="Bounced", actor=house.bob)
        assert deliver_receipts([receipt_id], actor=house.night).unchanged == [receipt_id]
        assert issue_receipts([unreceipted], on=None, actor=house.night).unchanged == [unreceipted]
        assert send_corrections([paid, unreceipted], actor=house.night).done == [paid]
        assert send_corrections([paid, unreceipted], actor=house.night).done == []
        [mail] = Message.objects.all()
        for words in ("RC 2026/001", "FT 2026/001", "FT 2026/002"):
            assert words in mail.body_text


def test_a_payer_without_an_address_is_refused_and_named(house, frame_of, clock):
    payment = make_payment(house, clock, make_customer(house, clock, contacts=()), "1.00")
    [receipt_id] = issue(house, frame_of, payment).done
    with frame_of(house.tenant_id):
        make_receipts([receipt_id], actor=house.night)
        assert [one.code for one in deliver_receipts([receipt_id], actor=house.night).refused] == ["no_address"]


def test_another_tenant_has_no_receipt_of_it(house, charlies_house, frame_of, paid):
    issue(house, frame_of, paid)
    with frame_of(charlies_house.tenant_id):
        assert issue_receipts([paid], on=None, actor=charlies_house.night).done == []
        with pytest.raises(NotFound):
            receipt_document(paid, actor=charlies_house.alice)


def test_who_only_reads_issues_no_receipt(house, frame_of, paid):
    with pytest.raises(NotPermitted), frame_of(house.tenant_id):
        issue_receipts([paid], on=None, actor=house.rita)
