from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from saldo.base.tenants.writer import id_array
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import MessageEventKind
from saldo.kernel.actors import Actor

# A message that came back was not opened, whatever somebody reads later from another one.
_UNOPENED = """
    SELECT id FROM correspondence_message AS message
    WHERE tenant_id = %(tenant)s AND customer_id = %(customer)s AND contact_id = %(contact)s
      AND state IN ('accepted', 'delivered') AND about_ids && %(about)s::uuid[]
      AND NOT EXISTS (
        SELECT FROM correspondence_messageevent AS event
        WHERE event.tenant_id = message.tenant_id AND event.message_id = message.id AND event.kind = 'opened')
    ORDER BY id FOR UPDATE
"""


def record_opened(about_ids: Collection[UUID], *, customer_id: UUID, contact_id: UUID, actor: Actor) -> list[UUID]:
    """A contact has seen in the portal what messages to them are about: known of each message once.

    Returns the messages. An image in a mail proves nothing and is not asked for; a page that somebody opened by their
    own link does.
    """
    actor.require("record_opened")
    if not about_ids:
        return []
    values: dict[str, Any] = {"tenant": actor.tenant_id, "customer": customer_id, "contact": contact_id}
    values["about"] = id_array(about_ids)
    with connection.cursor() as cursor:
        cursor.execute(_UNOPENED, values)
        found = [row[0] for row in cursor.fetchall()]
    if found:
        record_news([News(one, MessageEventKind.OPENED, "portal") for one in found], actor=actor)
    return found
