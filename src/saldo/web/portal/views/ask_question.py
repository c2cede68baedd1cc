from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from saldo.cases.choices import CaseKind
from saldo.web.portal.forms import QuestionForm
from saldo.web.portal.queries import Visit
from saldo.web.portal.views.open_portal import portal_page
from saldo.web.portal.views.page import show_page
from saldo.web.portal.views.take_case import take_case


@require_http_methods(["GET", "HEAD", "POST"])
@portal_page
def ask_question(request: HttpRequest, visit: Visit) -> HttpResponse:
    """A question in the customer's own words. A person answers by mail."""
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return show_page(request, visit, "ask_question", {"form": form}, status=422 if form.is_bound else 200)
    return take_case(request, visit, form, template="ask_question", kind=CaseKind.QUESTION)
