"""Fields and the base class of every tenant table."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import models

from saldo.kernel.references import new_id


class TenantModel(models.Model):
    """A row of one tenant. In the database its primary key is `(tenant_id, id)`; see `operations.SecureTenantTable`."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    tenant_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class TenantForeignKey(models.ForeignKey):
    """A reference inside one tenant: the database holds it as `(tenant_id, x_id)`, made by `SecureTenantTable`."""

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **options: Any) -> None:
        options.setdefault("db_constraint", False)
        options.setdefault("db_index", False)
        options.setdefault("related_name", "+")
        super().__init__(to, on_delete, **options)


class MoneyMinorField(models.BigIntegerField):
    """An amount in minor units of the currency that stands beside it."""


class CurrencyField(models.CharField):
    """An ISO 4217 code."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 3)
        super().__init__(*args, **options)


def _fernet() -> Fernet:
    digest = hashlib.sha256(b"saldo encrypted field\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def encrypt_text(text: str) -> str:
    """A text at rest under Fernet (AES-128-CBC with HMAC), keyed by `SECRET_KEY`."""
    return _fernet().encrypt(text.encode()).decode()


def decrypt_text(text: str) -> str:
    """What was encrypted by `encrypt_text`. Raises cryptography.fernet.InvalidToken for anything else."""
    return _fernet().decrypt(text.encode()).decode()


class EncryptedJSONField(models.TextField):
    """A JSON object, encrypted at rest; plain in Python."""

    def get_prep_value(self, value: Any) -> str | None:
        """Encrypt."""
        return None if value is None else encrypt_text(json.dumps(value))

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> Any:
        """Decrypt."""
        return None if value is None else json.loads(decrypt_text(value))
