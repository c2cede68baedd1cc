from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.invoices import actions
from saldo.invoices.documents.invoice_mail import preview_invoice_mail
from saldo.invoices.forms import IssueForm
from saldo.invoices.policies.due_date import due_date
from saldo.invoices.queries import get_invoice


@require_http_methods(["GET", "HEAD", "POST"])
def issue_invoices(request: StaffRequest, invoice_id: UUID) -> HttpResponse:
    """The last look: recipient, words and amount; then the number is taken. Sent twice it is issued once."""
    actor = request.actor
    actor.require("issue_invoices")
    sheet = get_invoice(actor.tenant_id, invoice_id)
    if not sheet.is_draft:
        return redirect("console:show_invoice", invoice_id)
    mail = preview_invoice_mail(actor.tenant_id, invoice_id)
    asks_again = False
    if request.method == "POST":
        form = IssueForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            outcome = actions.issue_invoices(
                [invoice_id],
                on=data["on"],
                actor=actor,
                deliver=data["deliver"] == "yes",
                confirmed=data["confirmed"],
            )
            if outcome.ok:
                messages.success(request, _("The invoice is issued."))
                return redirect("console:show_invoice", invoice_id)
            for one in outcome.refused:
                form.add_error(one.field if one.field in form.fields else None, one.sentence)
                asks_again = asks_again or one.code == "suspected_duplicate"
    else:
        form = IssueForm(initial={"on": request.today, "deliver": "yes" if mail.recipient_email else "no"})
    context = {
        "invoice": sheet,
        "form": form,
        "mail": mail,
        "due_on": due_date(request.today, sheet.terms_days),
        "asks_again": asks_again,
    }
    return render(request, "invoices/issue_invoices.html", context, status=422 if form.is_bound else 200)
