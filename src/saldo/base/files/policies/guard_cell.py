"""A cell of somebody else's file, written so that no spreadsheet computes it."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?[\d.,\s]+")


def guard_cell(cell: str) -> str:
    """The cell, with an apostrophe before what a spreadsheet would take for a formula. Numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
