"""Bundled plugins, by kind. Nobody imports one by name; they are found by the entry point `saldo.plugins`."""
