"""Every status a reader meets: one word, one icon, one tone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tone(StrEnum):
    """The colour of a status. Green is settled, amber is due, red is overdue or refused, and nothing else."""

    SETTLED = "settled"
    DUE = "due"
    OVERDUE = "overdue"
    HELD = "held"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Status:
    """A status as it is shown: `icon` names a symbol in `ui/icons.html`."""

    word: str | Promise
    icon: str
    tone: Tone


STATUSES: Mapping[str, Status] = MappingProxyType(
    {
        # what an invoice, a customer or an amount is
        "draft": Status(pgettext_lazy("status", "Draft"), "draft", Tone.IDLE),
        "open": Status(pgettext_lazy("status", "Open"), "open", Tone.IDLE),
        "due": Status(pgettext_lazy("status", "Due"), "due", Tone.DUE),
        "overdue": Status(pgettext_lazy("status", "Overdue"), "overdue", Tone.OVERDUE),
        "promised": Status(pgettext_lazy("status", "Promised"), "promised", Tone.HELD),
        "disputed": Status(pgettext_lazy("status", "Disputed"), "disputed", Tone.HELD),
        "in_plan": Status(pgettext_lazy("status", "In plan"), "in_plan", Tone.HELD),
        "paid": Status(pgettext_lazy("status", "Paid"), "paid", Tone.SETTLED),
        "written_off": Status(pgettext_lazy("status", "Written off"), "struck", Tone.IDLE),
        "credited": Status(pgettext_lazy("status", "Credited"), "returned", Tone.IDLE),
        "void": Status(pgettext_lazy("status", "Void"), "struck", Tone.IDLE),
        # what became of a message
        "queued": Status(pgettext_lazy("message", "Waiting to be sent"), "draft", Tone.IDLE),
        "accepted": Status(pgettext_lazy("message", "Sent"), "open", Tone.IDLE),
        "delivered": Status(pgettext_lazy("message", "Delivered"), "tick", Tone.IDLE),
        "opened": Status(pgettext_lazy("message", "Opened"), "eye", Tone.IDLE),
        "bounced": Status(pgettext_lazy("message", "Came back"), "overdue", Tone.OVERDUE),
        "uncertain": Status(pgettext_lazy("message", "Not known whether it arrived"), "disputed", Tone.DUE),
        "held": Status(pgettext_lazy("message", "Held back"), "promised", Tone.HELD),
        "refused": Status(pgettext_lazy("message", "Refused"), "overdue", Tone.OVERDUE),
        "cancelled": Status(pgettext_lazy("message", "Not sent"), "struck", Tone.IDLE),
        # what became of a payment, a job or a row
        "pending": Status(pgettext_lazy("payment", "On its way"), "promised", Tone.HELD),
        "received": Status(pgettext_lazy("payment", "Received"), "paid", Tone.SETTLED),
        "declined": Status(pgettext_lazy("payment", "Declined"), "overdue", Tone.OVERDUE),
        "refunded": Status(pgettext_lazy("payment", "Refunded"), "returned", Tone.IDLE),
        "failed": Status(_("Failed"), "overdue", Tone.OVERDUE),
        "done": Status(_("Done"), "tick", Tone.IDLE),
    }
)


PACKAGED_ICONS: Mapping[str, str] = MappingProxyType(
    {
        "bank": "landmark",
        "call": "phone",
        "close": "x",
        "copy": "copy",
        "doc": "file-text",
        "down": "arrow-down",
        "eye": "eye",
        "file": "upload",
        "find": "search",
        "left": "arrow-left",
        "mail": "mail",
        "note": "sticky-note",
        "right": "arrow-right",
        "sms": "message-square",
        "up": "arrow-up",
    }
)
"""Icons by what they mean here, as the package `lucide` calls them. The rings of statuses are ours: `ui/icons.html`."""
