"""Under which name failures to sign in are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def lock_name(request: Any, credentials: Mapping[str, Any] | None = None) -> str:
    """The address as it is stored, so that writing it another way does not begin a new count."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return str(typed).strip().lower()


def lock_address(request: Any) -> str:
    """The sender's address; where a trusted proxy stands before us, the one that it saw (config.middleware)."""
    return str(request.META.get("REMOTE_ADDR", ""))
