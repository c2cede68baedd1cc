"""E-mail addresses as SMTP takes them."""

from __future__ import annotations

import re

from saldo.kernel.errors import PluginError

_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


def ascii_address(address: str) -> str:
    """The address with its domain in ASCII (IDNA). Raises PluginError "bad_address", permanent.

    Quoted local parts and those beyond ASCII are refused: few servers take them, and none that was seen on an invoice.
    """
    local, _, domain = address.rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        domain = ""
    if not (_LOCAL_PART.fullmatch(local) and len(local) <= 64 and _DOMAIN.fullmatch(domain)):
        raise PluginError("bad_address", "An address of the message is not one that mail can go to.", permanent=True)
    return f"{local}@{domain}"
