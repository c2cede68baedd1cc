"""What came in from outside, as it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RawEvent:
    """One HTTP request of a provider: its headers and the bytes of its body, kept before anybody thinks about them."""

    headers: Mapping[str, str]
    body: bytes

    def header(self, name: str) -> str | None:
        """The header's value; case does not matter in the name."""
        wanted = name.lower()
        return next((value for key, value in self.headers.items() if key.lower() == wanted), None)
