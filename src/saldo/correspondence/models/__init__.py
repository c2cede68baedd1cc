from saldo.correspondence.models.message import Message
from saldo.correspondence.models.message_attachment import MessageAttachment
from saldo.correspondence.models.message_event import MessageEvent
from saldo.correspondence.models.staff_message import StaffMessage

__all__ = ["Message", "MessageAttachment", "MessageEvent", "StaffMessage"]
