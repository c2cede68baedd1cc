from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from saldo.base.people.schemas import StaffRequest
from saldo.cases import actions
from saldo.cases.actions import CaseAnswer
from saldo.cases.documents.answer_ground import read_ground
from saldo.cases.documents.answer_mail import render_answer_mail
from saldo.cases.forms import AnswerForm
from saldo.cases.queries import CaseSheet, get_case
from saldo.cases.views.case_page import case_page


@require_POST
def answer_cases(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the mail as the customer will read it; from there, send it. Sent twice it goes out once."""
    actor = request.actor
    actor.require("answer_cases")
    case = get_case(actor.tenant_id, case_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return case_page(request, case, answer=form)
    data = form.cleaned_data
    if "edit" in request.POST:
        return case_page(request, case, answer=AnswerForm(initial=data))
    if not data["checked"]:
        return _preview(request, case, form)
    answer = CaseAnswer(case_id=case_id, message_id=data["message_id"], words=data["words"], closes=data["closes"])
    outcome = actions.answer_cases([answer], actor=actor)
    if outcome.refused:
        form.add_error(None, outcome.refused[0].sentence)
        return case_page(request, case, answer=form)
    messages.success(request, _("Your answer is on its way."))
    return redirect("cases:show_case", case_id)


def _preview(request: StaffRequest, case: CaseSheet, form: AnswerForm) -> HttpResponse:
    ground = read_ground([case], actor=request.actor)
    fault = ground.fault(case)
    if fault is not None:
        form.add_error(None, fault[1])
        return case_page(request, case, answer=form)
    billing = ground.billing[case.customer_id]
    mail = render_answer_mail(
        case,
        form.cleaned_data["words"],
        number=ground.number(case),
        entity=ground.entities[case.legal_entity_id],
        billing=billing,
        url=ground.url(case),
    )
    context = {"case": case, "customer": billing, "mail": mail, "form": form}
    return render(request, "cases/answer_cases.html", context)
