from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.people.schemas import StaffRequest
from saldo.collections import actions
from saldo.collections.choices import StepMode, Tone
from saldo.collections.documents.dry_run import DryRunLine, dry_run
from saldo.collections.forms import PolicyForm
from saldo.collections.policies.rules import Rules
from saldo.collections.queries import current_policy
from saldo.kernel.errors import Conflict
from saldo.kernel.locales import LOCALES

MOST_CUSTOMERS = 500
"""So many customers a try looks at: the page is there at once, and shows what the rules mean."""
MOST_SHOWN = 40


@require_http_methods(["GET", "HEAD", "POST"])
def change_policy(request: StaffRequest) -> HttpResponse:
    """When customers are reminded; what the night would do with it can be seen before it is saved."""
    actor, entity = request.actor, request.issuer
    actor.require("change_policy")
    policy = current_policy(actor.tenant_id, entity.id)
    context: dict[str, Any] = {"policy": policy, "currency": entity.currency, "written": _written(policy.rules)}
    if request.method == "POST":
        form = PolicyForm(request.POST, rules=policy.rules, currency=entity.currency)
        if form.is_valid():
            if request.POST.get("do") == "try":
                return render(
                    request, "collections/change_policy.html", {**context, "form": form, **_tried(request, form)}
                )
            try:
                rules, version = form.cleaned_data["rules"], form.cleaned_data["version"]
                actions.change_policy(entity.id, rules=rules, version=version, actor=actor)
            except Conflict:
                form = _over(form, policy.version, policy.rules, entity.currency)
                context["theirs"] = True
            else:
                messages.success(request, _("Saved. The next night follows it."))
                return redirect("collections:change_policy")
    else:
        form = PolicyForm.of(policy.rules, version=policy.version, currency=entity.currency)
    context["form"] = form
    return render(request, "collections/change_policy.html", context, status=422 if form.is_bound else 200)


def _over(form: PolicyForm, version: int, rules: Rules, currency: str) -> PolicyForm:
    """What was typed, ready to be saved over the version that stands now."""
    again = PolicyForm({**dict(form.data.items()), "version": version}, rules=rules, currency=currency)
    again.is_valid()
    again.add_error(
        None, _("Somebody else has changed the policy since you opened it. Save again and yours replaces theirs.")
    )
    return again


def _tried(request: StaffRequest, form: PolicyForm) -> dict[str, Any]:
    """What tonight would do with the rules as they are typed."""
    rules = form.cleaned_data["rules"]
    run = dry_run(request.actor.tenant_id, request.issuer.id, on=request.today, chunk=MOST_CUSTOMERS, rules=rules)
    lines = list(islice(run, MOST_CUSTOMERS))
    counts = Counter(_fate(one) for one in lines)
    written_to = [one for one in lines if one.mode]
    return {
        "is_tried": True,
        "looked_at": len(lines),
        "is_cut": len(lines) == MOST_CUSTOMERS,
        "counts": counts.most_common(),
        "rows": [{"line": one, "mode": StepMode(one.mode).label} for one in written_to[:MOST_SHOWN]],
        "unseen": max(len(written_to) - MOST_SHOWN, 0),
    }


def _fate(line: DryRunLine) -> str:
    if line.decided_before:
        return _("Decided on earlier today")
    return line.reason if line.silence else str(StepMode(line.mode).label)


def _written(rules: Rules) -> list[dict[str, Any]]:
    """Every tone with its languages, and whether its words are the issuer's own."""
    return [
        {
            "tone": tone.value,
            "label": tone.label,
            "languages": [(code, code.replace("_", "-"), code in rules.words.get(tone.value, {})) for code in LOCALES],
        }
        for tone in Tone
    ]
