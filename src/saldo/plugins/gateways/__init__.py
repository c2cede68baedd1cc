"""Payment gateways (`saldo.spi.gateway`)."""
