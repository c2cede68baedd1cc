from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from saldo.base.files.queries import get_file
from saldo.kernel.errors import NotFound
from saldo.web.portal.queries import Visit
from saldo.web.portal.views.open_portal import portal_page


@require_safe
@portal_page
def show_logo(_request: HttpRequest, visit: Visit, file_id: UUID) -> HttpResponse:
    """The picture in the head of the pages. Any other kept file does not exist here."""
    if file_id != visit.seller.logo_id:
        raise NotFound()
    file = get_file(visit.tenant_id, file_id)
    headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'"}
    return HttpResponse(bytes(file.body), content_type=file.media_type, headers=headers)
