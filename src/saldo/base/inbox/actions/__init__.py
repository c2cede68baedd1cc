from saldo.base.inbox.actions.keep_answer import keep_answer
from saldo.base.inbox.actions.mark_handled import mark_handled
from saldo.base.inbox.actions.receive_message import receive_message

__all__ = ["keep_answer", "mark_handled", "receive_message"]
