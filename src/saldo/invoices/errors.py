"""Why an invoice could not be worked on.

SaldoError > Conflict > NotADraft, ChangedMeanwhile, OpenOutOfRange
"""

from __future__ import annotations

from saldo.kernel.errors import Conflict


class NotADraft(Conflict):
    """What is issued never changes."""

    default_code = "not_a_draft"
    default_sentence = "This invoice has been issued and cannot be changed. Correct it with a credit note."


class ChangedMeanwhile(Conflict):
    """Somebody else saved the draft after it was read."""

    default_code = "changed_meanwhile"
    default_sentence = "Somebody else changed this draft meanwhile. Load it again and repeat your change."


class OpenOutOfRange(Conflict):
    """More would be settled than is open, or more given back than was ever owed."""

    default_code = "open_out_of_range"
    default_sentence = "The open amount would leave the range from zero to the invoice's total."
