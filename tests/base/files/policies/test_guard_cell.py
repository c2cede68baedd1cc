"""What comes from somebody else's file is never a formula in ours."""

from __future__ import annotations

import pytest

from saldo.base.files.policies.guard_cell import guard_cell


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+cmd", "-1+1|x", "@SUM(A1)", "\tx", "\r=1"])
def test_a_formula_gets_an_apostrophe(cell: str):
    assert guard_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Dana", "-12.50", "+1 234,50", "a=b", "3-4", "x@example.test"])
def test_what_is_none_stays_as_it_is(cell: str):
    assert guard_cell(cell) == cell
