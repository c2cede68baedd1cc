from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.correspondence import actions
from saldo.correspondence.queries import unsent_counts
from saldo.kernel.errors import BadInput, Conflict
from saldo.payments.queries import gateway_accounts, moves_money
from saldo.web.console.forms import SwitchTestModeForm


@require_http_methods(["GET", "HEAD", "POST"])
def switch_test_mode(request: StaffRequest) -> HttpResponse:
    """Into test mode, or live: what that means, and a confirmation that nobody types by mistake."""
    actor, entity = request.actor, request.issuer
    actor.require("switch_test_mode")
    goes_live = entity.is_test
    if request.method == "POST" and request.POST.get("goes_live", "") != str(goes_live):
        return redirect("console:switch_test_mode")  # somebody else has switched meanwhile; read again what it means
    mine = {"test_email": getattr(request.user, "email", "")}
    form = SwitchTestModeForm(request.POST or None, company=entity.short_name, goes_live=goes_live, initial=mine)
    if form.is_valid():
        try:
            test_email = form.cleaned_data.get("test_email", "")
            actions.switch_test_mode(not goes_live, test_email=test_email, actor=actor)
        except (BadInput, Conflict) as error:
            show_refusal(form, error)
        else:
            done = _("You are live: mail reaches customers from now on.") if goes_live else _("Test mode is on.")
            messages.success(request, done)
            return redirect("console:show_settings")
    gateways = gateway_accounts(actor.tenant_id, entity.id)
    context = {
        "form": form,
        "entity": entity,
        "goes_live": goes_live,
        "unsent": sum(unsent_counts(actor.tenant_id).values()),
        "simulators": [one.name for one in gateways if not moves_money(one.plugin)],
        "real_gateways": [one.name for one in gateways if moves_money(one.plugin)],
    }
    return render(request, "console/switch_test_mode.html", context, status=422 if form.is_bound else 200)
