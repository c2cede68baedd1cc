"""One file per command; the table that lists them is `saldo.cli.main.COMMANDS`."""
