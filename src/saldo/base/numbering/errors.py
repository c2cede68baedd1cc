"""Why a number could not be taken.

SaldoError
├── Conflict > NumberBackdated
└── NotFound > NoSeries
"""

from __future__ import annotations

from saldo.kernel.errors import Conflict, NotFound


class NumberBackdated(Conflict):
    """The series has numbered a later day already."""

    default_code = "number_backdated"
    default_sentence = "A document of a later date has been issued in this series. Use that date or a later one."


class NoSeries(NotFound):
    """The issuer has no number series for this kind of document."""

    default_code = "no_series"
    default_sentence = "There is no number series for this kind of document. Create one in the settings."
