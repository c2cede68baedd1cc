"""The fixture that stories share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from saldo.kernel.clock import FixedClock
from saldo.plugins.channels.memory import SENT
from tests.factories.cast import House
from tests.scenarios.world import World


@pytest.fixture
def world(house: House, clock: FixedClock, settings: Any) -> Iterator[World]:
    """Alice's company, a mail server in memory, and the story's clock as everybody's clock."""
    settings.SALDO_SMTP_URL = "memory://"
    settings.SALDO_CLOCK = clock
    SENT.clear()
    yield World(house, clock)
    SENT.clear()
