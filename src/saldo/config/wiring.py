"""The tables in which the contexts meet: event → jobs, address → frame, plugins that come with Saldo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from saldo.invoices.events import CreditNotesIssued, InvoicesIssued

HANDLERS: Final[Mapping[type[Any], Sequence[str]]] = {
    InvoicesIssued: ("invoices.make_documents",),
    CreditNotesIssued: ("invoices.make_documents",),
}

FRAME_OPENERS: Final[Mapping[str, str]] = {
    "": "saldo.config.openers.open_for_person",
    "api": "saldo.config.api.open_for_program",
}
"""URL namespace → who opens the frame of its views; every other view is opened for the person who is signed in."""

BUNDLED_PLUGINS: Final[Mapping[str, Mapping[str, str]]] = {
    "gateway": {
        "null": "saldo.plugins.gateways.null.NullGateway",
        "simulator": "saldo.plugins.gateways.simulator.SimulatorGateway",
    },
    "channel": {
        "memory": "saldo.plugins.channels.memory.MemoryChannel",
        "smtp": "saldo.plugins.channels.smtp.SmtpChannel",
    },
}
