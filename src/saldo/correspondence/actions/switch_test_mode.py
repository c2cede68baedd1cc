from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from saldo.base.audit.actions import AuditLine, record
from saldo.base.events.actions import publish
from saldo.base.tenants.actions import change_test_mode
from saldo.correspondence.actions.cancel_messages import cancel_messages
from saldo.correspondence.actions.record_news import News, record_news
from saldo.correspondence.choices import REACHED, MessageEventKind, MessageState
from saldo.correspondence.events import MessagesCancelled
from saldo.correspondence.models import Message
from saldo.correspondence.policies.check_message import is_address
from saldo.kernel.actors import Actor
from saldo.kernel.errors import BadInput, Conflict

if TYPE_CHECKING:
    from saldo.base.tenants.models import LegalEntity

NEVER_SENT = "It was written in test mode and is not sent."
WENT_ASIDE = "It went to the test address, not to the customer."


def switch_test_mode(is_test: bool, *, test_email: str, actor: Actor) -> None:
    """Put the account into test mode or out of it; what is so already stays so.

    In test mode mail goes to `test_email`, or is held where that is empty. Going live, what was held or waits is
    cancelled and never sent, and what went to the test address counts as not sent: nobody is chased for an invoice
    that they never got. Raises BadInput for an address that is none, Conflict ("mail_is_leaving") while a message is
    just being handed over.
    """
    actor.require("switch_test_mode")
    if is_test and test_email and not is_address(test_email):
        raise BadInput("no_address", "This is not an e-mail address that can be written to.", field="test_email")
    before = change_test_mode(is_test, test_email=test_email, actor=actor)
    changed = [one for one in before if (one.is_test, one.test_email) != (is_test, test_email if is_test else "")]
    tested = [one.id for one in changed if one.is_test and not is_test]
    if tested:
        _leave(tested, actor)
    record("switch_test_mode", [_line(one, is_test, test_email) for one in changed], actor=actor)


def _line(one: LegalEntity, is_test: bool, test_email: str) -> AuditLine:
    before = {"is_test": one.is_test, "test_email": one.test_email}
    return AuditLine("legal_entity", one.id, before, {"is_test": is_test, "test_email": test_email})


def _leave(legal_entity_ids: Sequence[UUID], actor: Actor) -> None:
    rows = Message.objects.select_for_update().filter(
        tenant_id=actor.tenant_id, legal_entity_id__in=list(legal_entity_ids)
    )
    if rows.filter(state=MessageState.SENDING).exists():
        raise Conflict("mail_is_leaving", "A message is just being handed over. Try again in a minute.")
    waiting = rows.filter(state__in=[MessageState.HELD, MessageState.QUEUED]).order_by("id")
    cancel_messages(dict.fromkeys([row.id for row in waiting], NEVER_SENT), actor=actor)
    aside = list(rows.filter(state__in=list(REACHED)).exclude(redirected_to="").order_by("id"))
    if aside:
        ids = [row.id for row in aside]
        rows.filter(id__in=ids).update(state=MessageState.CANCELLED, problem=WENT_ASIDE)
        record_news([News(one, MessageEventKind.CANCELLED, WENT_ASIDE) for one in ids], actor=actor)
        publish(MessagesCancelled(tuple(ids)))
