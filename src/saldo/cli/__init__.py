"""The `saldo` command: one file per command in `commands/`, and the launcher of the embedded database."""
