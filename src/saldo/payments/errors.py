"""Why a checkout could not be opened, or a payment not taken back.

SaldoError > Conflict > NothingOpen, MoreThanOpen, AlreadyReversed
           > BadInput > MixedItems, NothingChosen
"""

from __future__ import annotations

from saldo.kernel.errors import BadInput, Conflict


class NothingOpen(Conflict):
    """The invoice is a draft, a credit note or settled."""

    default_code = "nothing_open"
    default_sentence = "There is nothing to pay on one of these documents any more."


class MoreThanOpen(Conflict):
    """A checkout never asks for more than is owed."""

    default_code = "more_than_open"
    default_sentence = "This is more than is still open on one of these documents."


class AlreadyReversed(Conflict):
    """The payment does not count any more."""

    default_code = "already_reversed"
    default_sentence = "This payment has been reversed."


class MixedItems(BadInput):
    """One checkout is in one currency and for one issuer."""

    default_code = "mixed_items"
    default_sentence = "Documents in different currencies or of different companies cannot be paid in one go."


class NothingChosen(BadInput):
    """A checkout has items, each with an amount."""

    default_code = "nothing_chosen"
    default_sentence = "Choose what to pay, and how much of it."
