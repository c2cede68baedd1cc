from saldo.payments.actions.ask_gateway import ask_gateway
from saldo.payments.actions.change_unapplied import change_unapplied
from saldo.payments.actions.connect_gateway import connect_gateway
from saldo.payments.actions.disconnect_gateways import disconnect_gateways
from saldo.payments.actions.open_checkout import open_checkout
from saldo.payments.actions.record_payments import record_payments
from saldo.payments.actions.refresh_checkouts import refresh_checkouts
from saldo.payments.actions.take_charges import take_charges
from saldo.payments.actions.take_gateway_events import take_gateway_events
from saldo.payments.actions.void_payments import void_payments
from saldo.payments.policies.new_payment import NewPayment

__all__ = [
    "NewPayment",
    "ask_gateway",
    "change_unapplied",
    "connect_gateway",
    "disconnect_gateways",
    "open_checkout",
    "record_payments",
    "refresh_checkouts",
    "take_charges",
    "take_gateway_events",
    "void_payments",
]
