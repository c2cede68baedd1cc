from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.numbering import actions
from saldo.base.numbering.choices import SeriesKind
from saldo.base.numbering.forms import SeriesForm
from saldo.base.numbering.queries import series_cards
from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.kernel.errors import BadInput, NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def change_series(request: StaffRequest, kind: str) -> HttpResponse:
    """Another pattern for the future; a series that is missing is made. Raises NotFound for an unknown kind."""
    actor, entity = request.actor, request.issuer
    actor.require("change_series")
    if kind not in SeriesKind.values:
        raise NotFound()
    card = next((one for one in series_cards(actor.tenant_id, entity.id, on=request.today) if one.kind == kind), None)
    is_used = card is not None and card.used > 0
    form = SeriesForm(request.POST or None, is_used=is_used, initial={"pattern": card.pattern if card else ""})
    if form.is_valid():
        pattern, first_number = form.cleaned_data["pattern"], form.cleaned_data.get("first_number")
        try:
            if card is None:
                actions.create_series(entity.id, kind=kind, pattern=pattern, actor=actor)
            actions.change_series(
                entity.id, kind=kind, pattern=pattern, first_number=first_number, on=request.today, actor=actor
            )
        except BadInput as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("Saved. Documents that were issued keep their numbers."))
            return redirect("numbering:list_series")
    context = {"form": form, "kind": SeriesKind(kind), "card": card, "is_used": is_used}
    return render(request, "numbering/change_series.html", context, status=422 if form.is_bound else 200)
