from __future__ import annotations

import json
from datetime import datetime
from urllib.parse import urlsplit

from django.http import HttpRequest

from saldo.base.tenants.fields import encrypt_text
from saldo.kernel.actors import Actor

KEPT_FORM = "kept_form"
"""Where a session keeps a form that could not be taken, encrypted."""
MOST_CHARACTERS, MOST_FIELDS = 200_000, 500
SECRET = ("password", "secret", "token", "api_key", "credential")


def keep_form(request: HttpRequest, *, user_id: str, now: datetime, actor: Actor | None) -> str:
    """Keep what was posted for the person who typed it, and return the address of the page that they typed it on.

    For a session that ended while a form was open: it is shown filled in again once that person, and nobody else, has
    signed in. Passwords and files are not kept, nor anything too long. Needs no frame, and nobody who is signed in.
    """
    page = _page(request)
    fields = {name: values for name, values in request.POST.lists() if not any(word in name.lower() for word in SECRET)}
    body = json.dumps({"user": user_id, "action": request.path, "page": page, "at": now.isoformat(), "fields": fields})
    if fields and len(body) <= MOST_CHARACTERS and len(fields) <= MOST_FIELDS:
        request.session[KEPT_FORM] = encrypt_text(body)
    return page


def _page(request: HttpRequest) -> str:
    """The page of this site that the form stood on; where the browser does not say, the address it was posted to."""
    told = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    if told.netloc != request.get_host() or not told.path.startswith("/"):
        return request.path
    return f"{told.path}?{told.query}" if told.query else told.path
