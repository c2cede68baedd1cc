"""Every text can be read on every surface, in both themes; computed from the tokens, not from a picture."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.web.ui.policies import brand_colours as brand

TOKENS = Path(__file__).parents[3] / "src/saldo/web/ui/static/ui/tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
PAIRS = {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}

TEXTS = ("ink", "ink-2", "ink-3", "accent", "settled", "due", "overdue", "held", "idle")
SURFACES = ("paper", "sheet", "well", "accent-wash")
SHAPES = ("edge", "fill-open", "fill-due", "fill-late-1", "fill-late-2", "fill-late-3", "fill-late-4")
THEMES = ("light", "dark")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def token(name: str, theme: str) -> str:
    return PAIRS[name][THEMES.index(theme)]


def test_every_colour_is_a_pair_for_both_themes():
    outside_pairs = PAIR.sub("", TOKENS.read_text())
    colours = re.findall(r"^\s*--[\w-]+:\s*#", outside_pairs, flags=re.MULTILINE)
    assert colours == []
    assert len(PAIRS) > 20


@pytest.mark.parametrize(("text", "surface", "theme"), list(product(TEXTS, SURFACES, THEMES)))
def test_text_can_be_read(text: str, surface: str, theme: str):
    assert brand.contrast(token(text, theme), token(surface, theme)) >= brand.READABLE


@pytest.mark.parametrize(("behind", "theme"), list(product(("accent-fill", "accent-hover"), THEMES)))
def test_a_primary_button_can_be_read(behind: str, theme: str):
    assert brand.contrast(token("on-accent", theme), token(behind, theme)) >= brand.READABLE


@pytest.mark.parametrize("theme", THEMES)
def test_a_toast_can_be_read(theme: str):
    assert brand.contrast(token("paper", theme), token("ink", theme)) >= brand.READABLE


@pytest.mark.parametrize(("shape", "surface", "theme"), list(product(SHAPES, ("paper", "sheet"), THEMES)))
def test_shapes_stand_out_from_the_page(shape: str, surface: str, theme: str):
    assert brand.contrast(token(shape, theme), token(surface, theme)) >= 3


def test_contrast_is_the_one_of_wcag():
    assert brand.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert brand.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert brand.contrast("#2a3fb0", "#2a3fb0") == 1


def test_the_surfaces_that_brand_colours_are_made_for_are_the_tokens():
    names = ("paper", "sheet", "well")
    assert tuple(token(name, "light") for name in names) == brand.LIGHT_SURFACES
    assert tuple(token(name, "dark") for name in names) == brand.DARK_SURFACES
    assert PAIRS["sheet"] == (brand.LIGHT_SHEET, brand.DARK_SHEET)


@given(colour=COLOURS)
def test_any_sellers_colour_becomes_readable(colour: str):
    shades = brand.brand_colours(colour)
    for theme, surfaces in enumerate((brand.LIGHT_SURFACES, brand.DARK_SURFACES)):
        for surface in (*surfaces, shades.wash[theme]):
            assert brand.contrast(shades.accent[theme], surface) >= brand.READABLE
        for behind in (shades.fill[theme], shades.hover[theme]):
            assert brand.contrast(shades.on_fill[theme], behind) >= brand.READABLE
        for text in ("ink", "ink-2", "ink-3"):
            assert brand.contrast(PAIRS[text][theme], shades.wash[theme]) >= brand.READABLE


def test_a_colour_that_can_be_read_is_left_as_it_is():
    assert brand.brand_colours("#2A3FB0").accent[0] == "#2a3fb0"
    assert brand.brand_colours("2a3fb0").fill[0] == "#2a3fb0"


@pytest.mark.parametrize("colour", ["", "blue", "#fff", "#2a3fb0;}", "javascript:", "#gggggg"])
def test_what_is_not_a_colour_is_refused(colour: str):
    with pytest.raises(ValueError, match="not a colour"):
        brand.brand_colours(colour)
