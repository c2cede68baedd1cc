"""Channels (`saldo.spi.channel`)."""
