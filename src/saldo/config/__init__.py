"""Settings, addresses, wiring: where the contexts meet."""
