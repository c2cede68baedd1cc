"""A passkey and an authenticator app in Python, for tests that need no browser."""

from __future__ import annotations

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user: Any) -> None:
    """An authenticator app with a known secret."""
    TOTP.activate(user, SECRET)


def code_now(*, steps: int = 0, secret: str = SECRET) -> str:
    """What the app shows now, or some half minutes earlier or later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def stored_secret(user: Any) -> str:
    """The secret as it stands in the database, decrypted."""
    return decrypt(Authenticator.objects.get(user_id=user.id, type="totp").data["secret"])
