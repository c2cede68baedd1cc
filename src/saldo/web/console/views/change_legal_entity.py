from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from saldo.base.files.actions import NewFile, keep_files
from saldo.base.files.documents.picture import try_picture
from saldo.base.files.policies.check_picture import MAX_BYTES
from saldo.base.people.forms import show_refusal
from saldo.base.people.schemas import StaffRequest
from saldo.invoices.actions import change_issuer
from saldo.kernel.errors import BadInput
from saldo.web.console.forms import LegalEntityForm
from saldo.web.console.policies.look_of import look_of

if TYPE_CHECKING:
    from uuid import UUID

    from saldo.base.tenants.models import LegalEntity


@require_http_methods(["GET", "HEAD", "POST"])
def change_legal_entity(request: StaffRequest) -> HttpResponse:
    """The form of the issuer's details, beside an invoice and a mail that show them."""
    actor, entity = request.actor, request.issuer
    actor.require("change_legal_entity")
    shown, status = entity, 200
    if request.method == "POST":
        form = LegalEntityForm(request.POST, request.FILES)
        if request.POST.get("do") == "preview":
            shown = form.tried_on(entity)
        elif form.is_valid() and _change(request, form):
            messages.success(request, _("Saved. Documents that were issued keep what they said."))
            return redirect("console:change_legal_entity")
        else:
            shown, status = form.tried_on(entity) if not form.errors else entity, 422
    else:
        form = form_of(entity)
    return render(
        request,
        "console/change_legal_entity.html",
        {"form": form, "entity": entity, "look": look_of(shown, kept=entity)},
        status=status,
    )


def form_of(entity: LegalEntity) -> LegalEntityForm:
    beside = ("address", "logo", "removes_logo")
    kept = {name: getattr(entity, name) for name in LegalEntityForm.base_fields if name not in beside}
    return LegalEntityForm(initial={**kept, "address": "\n".join(entity.address_lines)})


def _change(request: StaffRequest, form: LegalEntityForm) -> bool:
    """Whether it was changed; what was refused stands at its field."""
    try:
        details = {**form.details(), **logo_of(request, form)}
        change_issuer(request.issuer.id, details=details, actor=request.actor)
    except BadInput as error:
        show_refusal(form, error)
        return False
    return True


def logo_of(request: StaffRequest, form: LegalEntityForm) -> dict[str, UUID | None]:
    """The new logo, kept; nothing where none was sent. Raises BadInput."""
    sent: Any = form.cleaned_data["logo"]
    if sent:
        body = sent.read(MAX_BYTES + 1)
        picture = try_picture(body)
        [file_id] = keep_files([NewFile(sent.name[:200], picture.media_type, body)], actor=request.actor)
        return {"logo_id": file_id}
    return {"logo_id": None} if form.cleaned_data["removes_logo"] else {}
