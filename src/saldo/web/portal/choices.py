"""What customers read where something is refused, by its code: the actions' own sentences are for the house."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

REFUSALS: Final[Mapping[str, StrPromise]] = {
    "nothing_open": gettext_lazy("There is nothing to pay on one of these invoices any more."),
    "more_than_open": gettext_lazy("This is more than is still open on one of these invoices."),
    "mixed_items": gettext_lazy("Invoices in different currencies or of different companies are paid one by one."),
    "nothing_chosen": gettext_lazy("Choose what to pay, and how much of it."),
    "gateway_off": gettext_lazy("Payments through this page are switched off at the moment. Please pay by transfer."),
    "too_many": gettext_lazy("You have written very often today. Please call us, or write again tomorrow."),
    "too_long": gettext_lazy("This is too long. Please shorten it."),
    "no_reason": gettext_lazy("Choose what is not right."),
    "empty": gettext_lazy("Write something first."),
}


def refusal_words(code: str) -> str:
    """What the customer reads about a refusal, in the language that is active."""
    return str(REFUSALS[code]) if code in REFUSALS else _("It cannot be done now.")
