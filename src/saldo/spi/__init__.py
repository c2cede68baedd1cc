"""What a plugin must be: one small, stateless Protocol per kind, values in and values out.

A plugin sees `saldo.kernel` and `saldo.spi` and nothing else. It holds no state and reads no setting: what it needs
arrives as `config`, a mapping of strings with the secrets in it. Everything it raises is a
`saldo.kernel.errors.PluginError`.
"""
