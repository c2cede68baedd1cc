"""What a log line may not say."""

from __future__ import annotations

import logging
import re

_SECRET = re.compile(r"(/(?:p|webhooks|inbound/mail|invitation|reset-password)/)[^/\s?\"'<>]+")


class HideSecrets(logging.Filter):
    """Addresses that are their own key (a customer's portal, a gateway's webhook, inbound mail, an
    invitation, a forgotten password) without the key.

    Django names the path of every request that fails; whoever reads the log could otherwise open it. Sits on handlers,
    so that it sees the lines of every logger, and hides the key in tracebacks too.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, with its secrets blacked out."""
        message = record.getMessage()
        hidden = _SECRET.sub(r"\1…", message)
        if hidden != message:
            record.msg, record.args = hidden, ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _SECRET.sub(r"\1…", logging.Formatter().formatException(record.exc_info))
        return True
