from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.numbering.policies.format_number import format_number
from saldo.base.numbering.queries import series_of
from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.correspondence.actions import NewStaffMessage, write_to_staff
from saldo.correspondence.choices import MessageState, StaffMessageKind
from saldo.correspondence.queries import is_mail_held
from saldo.invoices.actions import change_issuer
from saldo.kernel.errors import BadInput
from saldo.kernel.references import new_id
from saldo.payments.queries import gateway_accounts
from saldo.taxes.queries import tax_codes
from saldo.web.console.forms import LegalEntityForm
from saldo.web.console.policies.first_steps import STEPS, first_open, is_untouched, step_after
from saldo.web.console.policies.look_of import look_of
from saldo.web.console.queries import step_words
from saldo.web.console.views.change_legal_entity import form_of, logo_of

SHOWN_KEY = "set_up_shown"
FIELDS = {
    "company": ("name", "short_name", "tax_id", "address", "phone", "website", "language"),
    "brand": ("logo", "removes_logo", "brand_colour", "brand_mark", "paper_look", "legal_line"),
    "payment": ("iban", "bic", "default_terms_days"),
    "mail": ("sender_name", "email", "accounts_name", "accounts_role"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: StaffRequest, step: str = "") -> HttpResponse:
    """One step of the first set-up: to be done, passed over, left and taken up again."""
    request.actor.require("change_legal_entity")
    if not step:
        return redirect("console:set_up", first_open(request.issuer.first_steps))
    if step not in STEPS:
        raise Http404
    form = _form(request, step)
    shown, status = request.issuer, 200
    if request.method == "POST":
        done = _answer(request, step, form)
        if done is not None:
            return done
        status = 422
        if form is not None and request.POST.get("do") == "preview":
            shown, status = form.tried_on(request.issuer), 200
    context = {
        "form": form,
        "entity": request.issuer,
        "step": step,
        "title": step_words()[step],
        "stages": [_stage(one, step, request) for one in STEPS],
        "place": STEPS.index(step) + 1,
        "steps": len(STEPS),
        "is_last": step_after(step) is None,
        **_facts(request, step),
    }
    if step == "brand":
        context["look"] = look_of(shown, kept=request.issuer)
    return render(request, "console/set_up.html", context, status=status)


def leads_to_set_up(request: StaffRequest) -> bool:
    """Whether this is the first page of an owner whose company nobody has set up: once after each sign-in."""
    is_new = request.actor.may("change_legal_entity") and is_untouched(request.issuer.first_steps)
    if not is_new or request.session.get(SHOWN_KEY):
        return False
    request.session[SHOWN_KEY] = True
    return True


def _form(request: StaffRequest, step: str) -> LegalEntityForm | None:
    names = FIELDS.get(step)
    if names is None:
        return None
    is_sent = request.method == "POST" and request.POST.get("do", "save") in ("save", "preview")
    form = LegalEntityForm(request.POST, request.FILES) if is_sent else form_of(request.issuer)
    for name in [one for one in form.fields if one not in names]:
        del form.fields[name]
    return form


def _answer(request: StaffRequest, step: str, form: LegalEntityForm | None) -> HttpResponse | None:
    """Where to go after what was sent; None where the page is shown again."""
    do = request.POST.get("do", "save")
    if do == "finish":
        _keep(request, {}, left=[])
        messages.success(request, _("The set-up is finished. Everything in it stands in the settings, too."))
        return redirect("console:show_overview")
    if do == "test_mail":
        return _send_test(request, step)
    if do == "preview":
        return None
    if do != "skip":
        if form is not None and not form.is_valid():
            return None
        try:
            details = {} if form is None else form.details()
            if form is not None and "logo" in form.fields:
                details |= logo_of(request, form)
            _keep(request, details, left=[one for one in request.issuer.first_steps if one != step])
        except BadInput as error:
            assert form is not None
            show_refusal(form, error)
            return None
    following = step_after(step)
    return redirect("console:set_up", following) if following else redirect("console:show_overview")


def _keep(request: StaffRequest, details: dict[str, Any], *, left: list[str]) -> None:
    change_issuer(request.issuer.id, details={**details, "first_steps": left}, actor=request.actor)


def _send_test(request: StaffRequest, step: str) -> HttpResponse:
    assert request.actor.id is not None  # a person
    new = NewStaffMessage(new_id(), request.actor.id, StaffMessageKind.TEST)
    if write_to_staff([new], actor=request.actor) is MessageState.HELD:
        messages.warning(request, _("No mail server is set, so nothing was sent."))
    else:
        messages.success(
            request, _("A test message is on its way to you. Nothing there in a minute? Ask saldo doctor.")
        )
    return redirect("console:set_up", step)


def _stage(one: str, current: str, request: StaffRequest) -> dict[str, Any]:
    is_done = one not in request.issuer.first_steps
    return {"step": one, "words": step_words()[one], "is_current": one == current, "is_done": is_done}


def _facts(request: StaffRequest, step: str) -> dict[str, Any]:
    tenant_id, entity = request.actor.tenant_id, request.issuer
    if step == "numbers":
        kinds = {"invoice": _("Invoice"), "credit_note": _("Credit note"), "receipt": _("Receipt")}
        return {
            "series": [
                {"kind": kinds.get(one.kind, one.kind), "sample": format_number(one.pattern, 1, request.today)}
                for one in series_of(tenant_id, entity.id)
            ]
        }
    if step == "taxes":
        return {"tax_codes": tax_codes(tenant_id, entity.id)}
    if step == "payment":
        return {"gateways": gateway_accounts(tenant_id, entity.id)}
    if step == "mail":
        return {"is_mail_held": is_mail_held()}
    return {}
