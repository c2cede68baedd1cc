"""What goes wrong when a page is written wrongly. These are mistakes of the page's author, never of its reader.

ValueError
└── UnknownStatus     a code that has no word, icon and colour
"""

from __future__ import annotations


class UnknownStatus(ValueError):
    """A status code without a word, an icon and a tone: an empty cell would hide it."""

    def __init__(self, code: object) -> None:
        super().__init__(f"No status is called {code!r}; see saldo.web.ui.choices.STATUSES.")
