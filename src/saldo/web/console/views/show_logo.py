from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.files.queries import get_file
from saldo.base.people.schemas import StaffRequest
from saldo.kernel.errors import NotFound


@require_safe
def show_logo(request: StaffRequest) -> HttpResponse:
    """The issuer's logo. Raises NotFound where there is none."""
    if request.issuer.logo_id is None:
        raise NotFound()
    kept = get_file(request.actor.tenant_id, request.issuer.logo_id)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return HttpResponse(bytes(kept.body), content_type=kept.media_type, headers=headers)
