from saldo.correspondence.models.message import Message
from saldo.correspondence.models.message_attachment import MessageAttachment
from saldo.correspondence.models.message_event import MessageEvent

__all__ = ["Message", "MessageAttachment", "MessageEvent"]
