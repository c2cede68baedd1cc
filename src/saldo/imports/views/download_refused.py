from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from saldo.base.people.schemas import StaffRequest
from saldo.imports.documents.refused_rows import refused_rows
from saldo.imports.queries import get_run


@require_safe
def download_refused(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """The refused rows as they came, each with its reason in front, to be mended and handed in again."""
    run = get_run(request.actor.tenant_id, run_id)
    request.actor.require(f"import_{run.kind}")
    name = slugify(run.file_name.rsplit(".", 1)[0]) or "rows"
    headers = {"Content-Disposition": f'attachment; filename="{name}-refused.csv"', "Cache-Control": "no-store"}
    return HttpResponse(refused_rows(run), content_type="text/csv; charset=utf-8", headers=headers)
