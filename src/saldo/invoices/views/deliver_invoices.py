from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.queries import messages_about
from saldo.invoices.actions import document_of
from saldo.invoices.actions.deliver_invoices import deliver_invoices as queue_mail
from saldo.invoices.choices import InvoiceOrigin
from saldo.invoices.documents.invoice_mail import preview_invoice_mail
from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def deliver_invoices(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The mail as it will go out, then it is queued. A second submit of the same page sends nothing more."""
    actor, tenant_id = request.actor, request.actor.tenant_id
    actor.require("deliver_invoices")
    sheet = get_invoice(tenant_id, invoice_id)
    if sheet.is_draft or sheet.origin == InvoiceOrigin.IMPORTED:
        raise NotFound()
    sent = messages_about(tenant_id, [invoice_id], customer_ids=[sheet.customer_id])[invoice_id]
    if request.method == "POST":
        if request.POST.get("sent") == str(len(sent)):  # as many as the writer saw
            document_of(invoice_id, actor=actor)
            queue_mail([invoice_id], actor=actor, again=bool(sent)).raise_if_refused()
            messages.success(request, _("The mail is queued."))
        return redirect("console:show_invoice", invoice_id)
    context = {"invoice": sheet, "mail": preview_invoice_mail(tenant_id, invoice_id), "sent": sent}
    return render(request, "invoices/deliver_invoices.html", context)
