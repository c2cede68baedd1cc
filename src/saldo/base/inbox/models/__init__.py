from saldo.base.inbox.models.inbox_message import InboxMessage
from saldo.base.inbox.models.kept_answer import KeptAnswer

__all__ = ["InboxMessage", "KeptAnswer"]
