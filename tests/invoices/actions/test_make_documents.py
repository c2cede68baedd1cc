"""The PDF is made once, from what was frozen, and its bytes are kept."""

from __future__ import annotations

import hashlib
import io

import pytest
from pypdf import PdfReader

from saldo.base.files.models import File
from saldo.base.tenants.frame import frame
from saldo.customers.actions import change_customer
from saldo.invoices.actions import document_of, make_documents
from saldo.invoices.documents.preview import preview_invoice
from saldo.invoices.errors import NotADraft
from saldo.kernel.actors import Actor, ActorKind
from saldo.kernel.errors import NotFound, NotPermitted
from saldo.kernel.references import new_id
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued, today


def text_of(body: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(bytes(body))).pages)


def test_the_document_says_what_was_issued(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock), "1234.50")
    with frame_of(house.tenant_id):
        file = document_of(invoice_id, actor=house.rita)
        words = text_of(file.body)
    assert file.name == "FT-2026-001.pdf"
    assert "FT 2026/001" in words
    assert "1,234.50" in words
    assert "Piekarnia Pod Lipą" in words
    assert hashlib.sha256(bytes(file.body)).hexdigest() == file.sha256


def test_it_is_made_once_and_never_again(house, clock, frame_of):
    customer = make_customer(house, clock)
    invoice_id = make_issued(house, clock, customer)
    with frame_of(house.tenant_id):
        first = make_documents([invoice_id, invoice_id], actor=house.night)
        assert first.done == [invoice_id]
        before = document_of(invoice_id, actor=house.rita)
        change_customer(customer, details={"name": "Another name"}, actor=house.alice)
    with frame_of(house.tenant_id):
        assert make_documents([invoice_id], actor=house.night).unchanged == [invoice_id]
        after = document_of(invoice_id, actor=house.rita)
        assert (after.id, after.sha256, bytes(after.body)) == (before.id, before.sha256, bytes(before.body))
        assert File.objects.filter(tenant_id=house.tenant_id).count() == 1


def test_what_has_no_document_of_ours_gets_none(house, charlies_house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    theirs = make_issued(charlies_house, clock, make_customer(charlies_house, clock))
    with frame_of(house.tenant_id):
        assert make_documents([draft, theirs, new_id()], actor=house.night).done == []
        for one in (draft, theirs, new_id()):
            with pytest.raises(NotFound):
                document_of(one, actor=house.alice)


def test_a_stranger_may_not_see_it(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock))
    stranger = Actor(house.tenant_id, ActorKind.API_KEY, new_id(), "key", frozenset({"view_payments"}))
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        document_of(invoice_id, actor=stranger)


def test_the_job_makes_what_was_issued(house, clock, database, settings):
    from saldo.invoices.tasks import make_documents as job

    settings.SALDO_CLOCK = clock
    customer = make_customer(house, clock)
    invoices = [make_issued(house, clock, customer, f"{n}.00") for n in range(1, 13)]
    job(invoices, tenant_id=house.tenant_id, actor=house.night)
    job(invoices, tenant_id=house.tenant_id, actor=house.night)
    with frame(house.tenant_id, clock=clock):
        assert File.objects.filter(tenant_id=house.tenant_id).count() == 12


def test_a_draft_is_previewed_and_nothing_is_kept(house, clock, frame_of):
    customer = make_customer(house, clock)
    draft, issued = make_draft(house, clock, customer, "5.00"), make_issued(house, clock, customer, "6.00")
    with frame_of(house.tenant_id) as opened:
        words = text_of(preview_invoice(house.tenant_id, draft, on=today(house), now=opened.now))
        assert "(draft)" in words
        assert "IBAN" not in words
        assert not File.objects.filter(tenant_id=house.tenant_id).exists()
        with pytest.raises(NotADraft):
            preview_invoice(house.tenant_id, issued, on=today(house), now=opened.now)


def test_a_customer_reads_the_language_of_the_invoice(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock), language="pl")
    spanish = make_issued(house, clock, make_customer(house, clock), language="es")
    with frame_of(house.tenant_id):
        assert "Faktura" in text_of(document_of(invoice_id, actor=house.rita).body)
        assert "Factura" in text_of(document_of(spanish, actor=house.rita).body)
