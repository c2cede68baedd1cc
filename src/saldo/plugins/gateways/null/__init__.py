"""The gateway of a legal entity that has none: it refuses everything as not configured, for good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from saldo.kernel.errors import PluginError
from saldo.spi.gateway import ChargeOrder, CheckoutOrder, RawEvent, RefundOrder


class NullGateway:
    """Raises PluginError("not_configured", permanent=True) on every call."""

    name = "null"
    moves_money = False

    def checkout_url(self, order: CheckoutOrder, config: Mapping[str, str]) -> NoReturn:
        _refuse()

    def charge(self, order: ChargeOrder, config: Mapping[str, str]) -> NoReturn:
        _refuse()

    def refund(self, order: RefundOrder, config: Mapping[str, str]) -> NoReturn:
        _refuse()

    def parse_event(self, raw: RawEvent, config: Mapping[str, str]) -> NoReturn:
        _refuse()

    def fetch(self, reference: str, config: Mapping[str, str]) -> NoReturn:
        _refuse()


def _refuse() -> NoReturn:
    raise PluginError("not_configured", "No payment gateway is configured.", permanent=True)
