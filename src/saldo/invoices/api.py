"""`/api/v1/invoices`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Query, Router, Status

from saldo.base.inbox.repeatable import repeatable
from saldo.base.tenants.frame import current_frame
from saldo.base.tenants.queries import get_legal_entity, list_legal_entities
from saldo.invoices import actions
from saldo.invoices.actions import CreditRequest, NewInvoice, NewLine
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import Shown, find_invoices, get_invoice, lines_of
from saldo.invoices.schemas import (
    ChangedDraftIn,
    CreditIn,
    DraftIn,
    InvoiceCard,
    InvoiceOut,
    InvoicesOut,
    IssueIn,
    NewDraftIn,
)
from saldo.kernel.actors import Actor
from saldo.kernel.calendar import business_date
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id
from saldo.taxes.queries import tax_codes

router = Router(tags=["invoices"])


@router.get("", response=InvoicesOut, summary="List invoices and credit notes")
def list_invoices(
    request: HttpRequest,
    state: Shown = Shown.ALL,
    number: str = Query("", max_length=60),
    customer_id: UUID | None = None,
    after: str | None = Query(None, max_length=200),
    limit: int = Query(50, ge=1, le=200),
) -> InvoicesOut:
    """A page of invoices; `number` is the beginning of a number. What is open comes by its due day, the rest newest
    first.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("view_invoices")
    page = find_invoices(
        actor.tenant_id,
        on=_today(actor, None),
        shown=state,
        number=number,
        customer_id=customer_id,
        cursor=after,
        limit=limit,
    )
    return InvoicesOut(items=[InvoiceCard.of(one) for one in page.rows], next=page.cursor)


@router.get("/{uuid:invoice_id}", response=InvoiceOut, summary="Read an invoice or a credit note")
def show_invoice(request: HttpRequest, invoice_id: UUID) -> InvoiceOut:
    """One document with its lines."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("view_invoices")
    return _read(actor, invoice_id)


@router.post("", response={201: InvoiceOut}, summary="Write a draft")
@repeatable
def draft_invoice(request: HttpRequest, new: NewDraftIn) -> tuple[int, InvoiceOut]:
    """Write a draft. A draft whose id stands there already is the same draft."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    draft = _new_invoice(new, new.id or new_id(), actor)
    return 201, _read(actor, actions.draft_invoices([draft], actor=actor).only())


@router.put("/{uuid:invoice_id}", response=InvoiceOut, summary="Change a draft")
def change_draft(request: HttpRequest, invoice_id: UUID, new: ChangedDraftIn) -> InvoiceOut:
    """Write a draft anew, lines and all. Refused where somebody else has saved another version since."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    draft = _new_invoice(new, invoice_id, actor)
    return _read(actor, actions.change_draft(invoice_id, new=draft, version=new.version, actor=actor).only())


@router.delete("/{uuid:invoice_id}", response={204: None}, summary="Discard a draft")
def discard_draft(request: HttpRequest, invoice_id: UUID) -> Status[None]:
    """Remove a draft for good. What is issued stays: correct it with a credit note."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("discard_drafts")
    get_invoice(actor.tenant_id, invoice_id)
    actions.discard_drafts([invoice_id], actor=actor).raise_if_refused()
    return Status(204, None)


@router.post("/{uuid:invoice_id}/issue", response={200: InvoiceOut}, summary="Issue a draft")
@repeatable
def issue_invoice(request: HttpRequest, invoice_id: UUID, how: IssueIn) -> tuple[int, InvoiceOut]:
    """Number a draft and put it into the books; with `deliver` the customer receives it. Issued is issued: a repeat
    changes nothing.
    """
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("issue_invoices")
    on = how.on or _today(actor, get_invoice(actor.tenant_id, invoice_id))
    outcome = actions.issue_invoices([invoice_id], on=on, actor=actor, deliver=how.deliver, confirmed=how.confirmed)
    return 200, _read(actor, outcome.only())


@router.post("/{uuid:invoice_id}/credit", response={201: InvoiceOut}, summary="Credit an invoice")
@repeatable
def credit_invoice(request: HttpRequest, invoice_id: UUID, how: CreditIn) -> tuple[int, InvoiceOut]:
    """Issue a credit note over an issued invoice, whole or in part. Answers with the note."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    actor.require("credit_invoices")
    on = how.on or _today(actor, get_invoice(actor.tenant_id, invoice_id))
    wanted = CreditRequest(how.id or new_id(), invoice_id, how.amount.money if how.amount else None, how.reason)
    return 201, _read(actor, actions.credit_invoices([wanted], on=on, actor=actor, deliver=how.deliver).only())


@router.get(
    "/{uuid:invoice_id}/pdf",
    summary="Read a document's PDF",
    openapi_extra={"responses": {200: {"content": {"application/pdf": {}}, "description": "The document"}}},
)
def show_document(request: HttpRequest, invoice_id: UUID) -> HttpResponse:
    """The PDF of an issued invoice or credit note, always the same bytes. A draft and an imported one have none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    file = actions.document_of(invoice_id, actor=actor)
    headers = {"Content-Disposition": content_disposition_header(True, file.name) or "attachment"}
    return HttpResponse(bytes(file.body), content_type=file.media_type, headers=headers)


def _read(actor: Actor, invoice_id: UUID) -> InvoiceOut:
    sheet = get_invoice(actor.tenant_id, invoice_id)
    return InvoiceOut.whole(sheet, lines_of(actor.tenant_id, [invoice_id]).get(invoice_id, []))


def _today(actor: Actor, sheet: Sheet | None) -> date:
    """The business day of a document's issuer; of the first issuer where there is no document."""
    if sheet:
        zone = get_legal_entity(actor.tenant_id, sheet.legal_entity_id).time_zone
    else:
        zone = next((one.time_zone for one in list_legal_entities(actor.tenant_id)), "UTC")
    return business_date(current_frame().now, zone)


def _new_invoice(new: DraftIn, invoice_id: UUID, actor: Actor) -> NewInvoice:
    """What the action takes; the issuer may be left out where there is one, a line's tax where there is a usual one."""
    issuers = [one.id for one in list_legal_entities(actor.tenant_id)]
    if new.legal_entity_id is None and len(issuers) != 1:
        raise BadInput("issuer_missing", "Say which company issues it.", field="legal_entity_id")
    issuer_id = new.legal_entity_id or issuers[0]
    codes = tax_codes(actor.tenant_id, issuer_id)
    by_code = {one.code: one.id for one in codes}
    usual = next((one.id for one in codes if one.is_default), None)
    unknown = next((index for index, line in enumerate(new.lines) if line.tax_code not in {"", *by_code}), None)
    if unknown is not None:
        raise BadInput("unknown_tax_code", "This issuer has no such tax.", field=f"lines.{unknown}.tax_code")
    return NewInvoice(
        **new.model_dump(exclude={"id", "version", "lines", "legal_entity_id"}),
        id=invoice_id,
        legal_entity_id=issuer_id,
        lines=tuple(
            NewLine(
                description=line.description,
                detail=line.detail,
                quantity=Decimal(line.quantity),
                unit=line.unit,
                unit_price=Decimal(line.unit_price),
                discount_percent=Decimal(line.discount_percent),
                tax_code_id=by_code.get(line.tax_code, usual),
            )
            for line in new.lines
        ),
    )
