from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.invoices import actions
from saldo.invoices.actions import CreditRequest
from saldo.invoices.choices import InvoiceKind
from saldo.invoices.forms import CreditForm
from saldo.invoices.policies.sheet import Sheet
from saldo.invoices.queries import get_invoice
from saldo.kernel.errors import BadInput, NotFound
from saldo.kernel.money import Money


@require_http_methods(["GET", "HEAD", "POST"])
def credit_invoices(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The form of a credit note. Sent twice it is one."""
    actor = request.actor
    actor.require("credit_invoices")
    sheet = get_invoice(actor.tenant_id, invoice_id)
    if sheet.is_draft or sheet.kind != InvoiceKind.INVOICE:
        raise NotFound()
    form = CreditForm(request.POST or None, initial={"on": request.today})
    if form.is_bound and form.is_valid():
        note_id = _credit(request, sheet, form)
        if note_id:
            messages.success(request, _("The credit note is issued."))
            return redirect("console:show_invoice", note_id)
    context = {"invoice": sheet, "form": form}
    return render(request, "invoices/credit_invoices.html", context, status=422 if form.is_bound else 200)


def _credit(request: StaffRequest, sheet: Sheet, form: CreditForm) -> UUID | None:
    data = form.cleaned_data
    try:
        amount = Money.of(data["amount"], sheet.currency) if data["extent"] == "part" else None
    except BadInput as error:
        form.add_error("amount", error.sentence)
        return None
    wanted = CreditRequest(data["id"], sheet.id, amount, data["reason"])
    outcome = actions.credit_invoices([wanted], on=data["on"], actor=request.actor, deliver=data["deliver"])
    for one in outcome.refused:
        show_refusal(form, BadInput(one.code, one.sentence, field=one.field))
    return outcome.only() if outcome.ok else None
