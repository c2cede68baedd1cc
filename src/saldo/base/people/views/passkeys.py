"""What is said to a browser about passkeys, and what it answered."""

from __future__ import annotations

from ipaddress import ip_address
from struct import error as StructError
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse

from saldo.base.people.models import User

NOT_ACCEPTED = (ValidationError, ValueError, LookupError, TypeError, AttributeError, InvalidSignature, StructError)
"""What the library raises at an answer that no passkey of ours gave, or that no browser sends."""


def are_possible(request: HttpRequest) -> bool:
    """Whether browsers allow passkeys at this address: by https or on localhost, and never for a bare IP address."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or host == "localhost"
    return False


def ask_for(user: User | None) -> JsonResponse:
    """A challenge: to any passkey that belongs to this site, or to those of one person."""
    answer = JsonResponse(auth.begin_authentication(user))
    answer["Cache-Control"] = "no-store"
    return answer


def offer_to(user: User) -> JsonResponse:
    """A challenge to make a new passkey, with which its owner can sign in without a password."""
    answer = JsonResponse(auth.begin_registration(user, True))
    answer["Cache-Control"] = "no-store"
    return answer


def owner_of(credential: dict[str, Any]) -> User | None:
    """Whose passkey answered, verified against the challenge of this session; None where it is not accepted."""
    try:
        auth.parse_authentication_response(credential)
        user = auth.extract_user_from_response(credential)
    except NOT_ACCEPTED:
        return None
    return user if answered(user, credential) else None


def answered(user: User, credential: dict[str, Any]) -> bool:
    """Whether a passkey of this person answered the challenge of this session."""
    try:
        auth.parse_authentication_response(credential)
        factor: Authenticator = auth.complete_authentication(user, credential)
    except NOT_ACCEPTED:
        return False
    factor.record_usage()
    return user.is_active


def made(credential: dict[str, Any]) -> bool:
    """Whether a new passkey was made for the challenge of this session, and its device knew its owner."""
    try:
        auth.parse_registration_response(credential)
        return bool(auth.complete_registration(credential).is_user_verified())
    except NOT_ACCEPTED:
        return False
