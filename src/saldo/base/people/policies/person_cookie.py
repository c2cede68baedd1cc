"""The cookie by which a browser remembers who was signed in last, so that what they typed is kept for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

PERSON_COOKIE: Final = "saldo_person"
PERSON_SALT: Final = "saldo.people.person"
VALID_FOR: Final = timedelta(days=30)
