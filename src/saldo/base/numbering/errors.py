"""Why a number could not be taken.

SaldoError > Conflict > NumberBackdated
"""

from __future__ import annotations

from saldo.kernel.errors import Conflict


class NumberBackdated(Conflict):
    """The series has numbered a later day already."""

    default_code = "number_backdated"
    default_sentence = "A document of a later date has been issued in this series. Use that date or a later one."
