from saldo.payments.models.checkout import Checkout
from saldo.payments.models.checkout_item import CheckoutItem
from saldo.payments.models.gateway_account import GatewayAccount
from saldo.payments.models.payment import Payment

__all__ = ["Checkout", "CheckoutItem", "GatewayAccount", "Payment"]
