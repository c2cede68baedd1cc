"""What installed packages call: Django when somebody has signed in, allauth about second factors."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from saldo.base.people.actions.record_sign_in import record_sign_in
from saldo.base.people.models import User
from saldo.base.tenants.fields import decrypt_text, encrypt_text
from saldo.kernel.clock import SystemClock


def note_sign_in(sender: type[User], request: HttpRequest, user: User, **_named: Any) -> None:
    """Keep in which browser a person signed in, so that they can end it from another."""
    now = (settings.SALDO_CLOCK or SystemClock()).now()
    record_sign_in(request, user=user, now=now, actor=None)


class SecondFactors(DefaultMFAAdapter):
    """Secrets are encrypted at rest, and the authenticator's app and the passkey are called Saldo."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code or passkey was not accepted. Try again."),
    }

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return encrypt_text(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A stored secret as it is used."""
        return decrypt_text(encrypted_text)

    def _get_site_name(self) -> str:
        return "Saldo"

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        """Whom a passkey is for, as the device shows it."""
        return {"id": user.id.hex.encode(), "display_name": user.name or user.email, "name": user.email}
