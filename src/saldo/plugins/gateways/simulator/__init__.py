"""The gateway plugin of the simulator (`saldo.demo.gateway`), for demo, development and tests: no money moves.

Config: `api_url` (its address), `api_key`, `webhook_secret`; optional `webhook_url` (where it posts its events, on this
machine), `payee` (the name on its card page) and `timeout_seconds` (10).
"""

from __future__ import annotations

from saldo.plugins.gateways.simulator.gateway import SimulatorGateway

PLUGIN = SimulatorGateway()
