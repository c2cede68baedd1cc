"""What a customer wrote becomes a case, however they wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from saldo.cases.actions import NewCase, open_cases
from saldo.cases.choices import CaseKind
from saldo.kernel.references import new_id
from saldo.web.portal.choices import refusal_words
from saldo.web.portal.queries import Visit
from saldo.web.portal.views.limit_requests import CASES, is_too_often
from saldo.web.portal.views.page import home_of, show_page, too_often


def take_case(
    request: HttpRequest,
    visit: Visit,
    form: Form,
    *,
    template: str,
    kind: CaseKind,
    legal_entity_id: UUID | None = None,
    invoice_id: UUID | None = None,
    proposed: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Keep it and go home, where it is said that it arrived; or show the form again with what is refused about it."""
    if is_too_often(request, f"case:{visit.entry.link_id}", most=CASES):
        return too_often(request)
    data: dict[str, Any] = form.cleaned_data
    person = visit.entry.contact
    case = NewCase(
        id=new_id(),
        key=f"portal:{visit.customer_id}:{data['key']}",
        kind=kind,
        customer_id=visit.customer_id,
        contact_id=person.id if person else None,
        legal_entity_id=legal_entity_id or visit.seller.id,
        language=visit.language,
        words=data.get("words", ""),
        reason=data.get("reason", ""),
        invoice_id=invoice_id,
        author_name=visit.actor.name,
        proposed=proposed or {},
    )
    outcome = open_cases([case], actor=visit.actor)
    if outcome.refused:
        form.add_error(None, refusal_words(outcome.refused[0].code))
        return show_page(request, visit, template, {"form": form}, status=422)
    return HttpResponseRedirect(f"{home_of(visit)}?told={kind}")
