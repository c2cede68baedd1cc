"""Any colour of a brand stays readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.base.files.documents.paper_look import LOOKS, contrast, palette
from saldo.kernel.errors import BadInput

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours, st.sampled_from(LOOKS))
def test_what_is_written_in_the_brands_colour_can_be_read(accent: str, look: str) -> None:
    inks = palette(accent, look)
    assert inks["brand"] == accent
    assert contrast(inks["accent"], inks["tint"]) >= 4.5
    assert contrast(inks["accent"], "#ffffff") >= 4.5
    assert contrast(inks["rule"], inks["tint"]) >= 4.5
    assert contrast(inks["on_brand"], accent) >= 3


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_a_colour_that_can_be_read_is_left_alone() -> None:
    assert palette("#1f5f8b", "plain")["accent"] == "#1f5f8b"


@pytest.mark.parametrize("accent", ["red", "#fff", "#12345g", '#000000"', ""])
def test_what_is_no_colour_is_refused(accent: str) -> None:
    with pytest.raises(BadInput):
        palette(accent, "plain")
