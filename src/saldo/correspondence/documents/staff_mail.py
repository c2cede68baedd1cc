"""A mail to somebody who works here. Its link is made when it leaves, and stored nowhere."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import translation

from saldo.base.people.choices import Role
from saldo.base.people.queries import get_person, invitation_token, membership_of
from saldo.base.tenants.queries import get_tenant
from saldo.correspondence.choices import StaffMessageKind
from saldo.correspondence.documents.mail import RenderedMail, render_mail
from saldo.correspondence.policies.mail_colours import mail_colours

if TYPE_CHECKING:
    from saldo.base.people.models import Membership, User
    from saldo.correspondence.models import StaffMessage


class StaffMail(NamedTuple):
    """A mail as it goes out now."""

    rendered: RenderedMail
    sender_name: str
    recipient_name: str


def render_staff_mail(message: StaffMessage, *, on: datetime) -> StaffMail | None:
    """The mail in the person's language; None where what it is about does not stand any more."""
    user = get_person(message.user_id)
    membership = membership_of(message.tenant_id, message.user_id)
    kind = StaffMessageKind(message.kind)
    url = _link(kind, user, membership)
    if url is None or membership is None:
        return None
    company = get_tenant(message.tenant_id).name
    language = translation.to_locale(user.language)
    with translation.override(user.language):
        role = str(Role(membership.role).label)
    context: dict[str, Any] = {
        "name": user.name,
        "company": company,
        "inviter": membership.inviter_name,
        "role": role,
        "email": user.email,
        "action_url": url,
        "colours": mail_colours("#1f5f8b"),
        "sender": {"short_name": company, "colours": mail_colours("#1f5f8b")},
        "site": settings.SALDO_BASE_URL,
    }
    return StaffMail(render_mail(f"correspondence/mail_{kind}", context, language), company, user.name)


def _link(kind: StaffMessageKind, user: User, membership: Membership | None) -> str | None:
    """What the mail's button opens; None where it would open nothing."""
    if membership is None:
        return None
    if kind is StaffMessageKind.INVITATION:
        return invitation_url(membership) if membership.invitation else None
    if kind is StaffMessageKind.NEW_PASSWORD:
        token = f"{user.id.hex}-{default_token_generator.make_token(user)}"
        return settings.SALDO_BASE_URL + reverse("people:reset_password", args=[token]) if user.is_active else None
    return str(settings.SALDO_BASE_URL) + "/"


def invitation_url(membership: Membership) -> str:
    """The whole address of an open invitation, as it stands in the mail; also for handing it over in person."""
    return str(settings.SALDO_BASE_URL) + reverse("people:accept_invitation", args=[invitation_token(membership)])
