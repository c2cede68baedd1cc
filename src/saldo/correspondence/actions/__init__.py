from saldo.correspondence.actions.cancel_messages import cancel_messages
from saldo.correspondence.actions.carry_messages import Check, Stop, carry_messages
from saldo.correspondence.actions.carry_staff_messages import carry_staff_messages
from saldo.correspondence.actions.claim_messages import ClaimedMessage, claim_messages
from saldo.correspondence.actions.defer_sending import Sending, defer_sending
from saldo.correspondence.actions.issue_inbound_address import issue_inbound_address
from saldo.correspondence.actions.log_calls import Call, log_calls
from saldo.correspondence.actions.postpone_messages import postpone_messages
from saldo.correspondence.actions.record_attempts import Attempt, record_attempts
from saldo.correspondence.actions.record_delivery_events import record_delivery_events
from saldo.correspondence.actions.record_inbound_messages import InboundMessage, record_inbound_messages
from saldo.correspondence.actions.record_opened import record_opened
from saldo.correspondence.actions.resume_messages import resume_messages
from saldo.correspondence.actions.retry_messages import retry_messages
from saldo.correspondence.actions.send_messages import NewMessage, send_messages
from saldo.correspondence.actions.switch_test_mode import switch_test_mode
from saldo.correspondence.actions.take_inbound_mail import take_inbound_mail
from saldo.correspondence.actions.write_note import write_note
from saldo.correspondence.actions.write_to_staff import NewStaffMessage, write_to_staff

__all__ = [
    "Attempt",
    "Call",
    "Check",
    "ClaimedMessage",
    "InboundMessage",
    "NewMessage",
    "NewStaffMessage",
    "Sending",
    "Stop",
    "cancel_messages",
    "carry_messages",
    "carry_staff_messages",
    "claim_messages",
    "defer_sending",
    "issue_inbound_address",
    "log_calls",
    "postpone_messages",
    "record_attempts",
    "record_delivery_events",
    "record_inbound_messages",
    "record_opened",
    "resume_messages",
    "retry_messages",
    "send_messages",
    "switch_test_mode",
    "take_inbound_mail",
    "write_note",
    "write_to_staff",
]
