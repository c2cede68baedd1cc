from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.insights import actions
from saldo.insights.forms import GoalForm
from saldo.insights.queries import figures


@require_http_methods(["GET", "HEAD", "POST"])
def set_goal(request: StaffRequest) -> HttpResponse:
    """How many days our money should take."""
    actor, issuer = request.actor, request.issuer
    actor.require("set_goal")
    if request.method == "POST":
        form = GoalForm(request.POST)
        if form.is_valid():
            data = form.cleaned_data
            actions.set_goal(issuer.id, days=data["days"], by=data["by"] if data["days"] else None, actor=actor)
            messages.success(request, _("The goal is set.") if data["days"] else _("There is no goal any more."))
            return redirect("insights:show_dso")
    else:
        goal = figures(actor.tenant_id, [issuer.id], on=request.today).goals.get(issuer.id)
        form = GoalForm(initial={"days": goal.days, "by": goal.by} if goal else {})
    status = 422 if form.is_bound else 200
    return render(request, "insights/set_goal.html", {"form": form, "issuer": issuer}, status=status)
