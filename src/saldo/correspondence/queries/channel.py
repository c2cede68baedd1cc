"""Through what mail goes out."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings

from saldo.base.inbox.plugins import get_plugin
from saldo.correspondence.policies.channel_url import parse_channel_url
from saldo.spi.channel import Channel


class MailChannel(NamedTuple):
    """The plugin and its configuration."""

    channel: Channel
    config: dict[str, str]


def get_mail_channel() -> MailChannel | None:
    """What `SALDO_SMTP_URL` names; None when it is not set, and mail is held. Raises BadInput or PluginError."""
    address = parse_channel_url(settings.SALDO_SMTP_URL)
    return MailChannel(get_plugin("channel", address.name), address.config) if address else None


def is_mail_held() -> bool:
    """Whether no mail server is set, so that pages can say so."""
    return not settings.SALDO_SMTP_URL.strip()
