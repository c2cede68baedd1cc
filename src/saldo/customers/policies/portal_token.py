"""The token in a portal link: the link's id and a signature over it, so that it can be derived again and checked
without a database.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from uuid import UUID

_ID_BYTES = 16
_SIGNATURE_BYTES = 20  # 160 bits; with the id 36 bytes, which are 48 characters without padding
_LENGTH = 48
_PURPOSE = b"saldo portal link\0"


def portal_token(link_id: UUID, *, secret_key: str) -> str:
    """48 characters that are safe in a URL. Who knows the id but not the key cannot make them."""
    return urlsafe_b64encode(link_id.bytes + _signature(link_id.bytes, secret_key)).decode()


def link_of_token(token: str, *, secret_key: str) -> UUID | None:
    """The link's id where the signature is right, else None; compares in constant time."""
    if len(token) != _LENGTH or not token.isascii():
        return None
    try:
        content = urlsafe_b64decode(token)
    except (Error, ValueError):
        return None
    link_id, signature = content[:_ID_BYTES], content[_ID_BYTES:]
    # The token is compared too, because decoding skips characters that are not of the alphabet.
    same = hmac.compare_digest(urlsafe_b64encode(content), token.encode())
    if hmac.compare_digest(signature, _signature(link_id, secret_key)) and same:
        return UUID(bytes=link_id)
    return None


def _signature(link_id: bytes, secret_key: str) -> bytes:
    key = hashlib.sha256(_PURPOSE + secret_key.encode()).digest()
    return hmac.digest(key, _PURPOSE + link_id, "sha256")[:_SIGNATURE_BYTES]
