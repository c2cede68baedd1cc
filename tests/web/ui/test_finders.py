"""The typeface is cut to the letters of our languages, once; the style sheets are made one."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from saldo.web.ui.finders import SERVED_AS, STYLES_SERVED_AS, InterFinder, StylesFinder, joined_styles

WEIGHT_BUDGET = 80_000
WORDS = "Łódź żółć São João mañana £8,400.00 €1.000,00 − “Linho” → 1–30 R$ zł ½"


@pytest.fixture(scope="module")
def finder(tmp_path_factory: pytest.TempPathFactory) -> InterFinder:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("saldo.web.ui.finders.settings.SALDO_DATA", tmp_path_factory.mktemp("data"))
        return InterFinder()


def test_the_typeface_is_light_and_draws_our_languages(finder: InterFinder):
    path = Path(finder.find(SERVED_AS))
    assert path.stat().st_size < WEIGHT_BUDGET
    with TTFont(path) as font:
        assert font.flavor == "woff2"
        assert {ord(letter) for letter in WORDS} <= set(font.getBestCmap())
        assert {axis.axisTag for axis in font["fvar"].axes} == {"wght", "opsz"}


def test_the_typeface_keeps_its_figures_of_equal_width(finder: InterFinder):
    with TTFont(finder.find(SERVED_AS)) as font:
        assert "tnum" in {feature.FeatureTag for feature in font["GSUB"].table.FeatureList.FeatureRecord}


def test_the_typeface_is_cut_once(finder: InterFinder):
    first = Path(finder.find(SERVED_AS)).stat().st_mtime_ns
    assert [name for name, storage in finder.list([]) if storage.exists(name)] == [SERVED_AS]
    assert Path(finder.find(SERVED_AS)).stat().st_mtime_ns == first
    assert finder.find(SERVED_AS, find_all=True) == [finder.find(SERVED_AS)]
    assert len(list(Path(finder.find(SERVED_AS)).parent.iterdir())) == 1


def test_other_files_are_left_to_other_finders(finder: InterFinder):
    assert finder.find("ui/ui.js") == []


def test_the_style_sheet_is_made_and_found(settings, tmp_path):
    settings.SALDO_DATA = tmp_path
    finder = StylesFinder()
    assert Path(finder.find(STYLES_SERVED_AS)).read_text() == joined_styles()
    assert finder.find(STYLES_SERVED_AS, find_all=True) == [finder.find(STYLES_SERVED_AS)]
    assert [name for name, storage in finder.list([]) if storage.exists(name)] == [STYLES_SERVED_AS]
    assert finder.find("ui/tokens.css") == []


def test_a_sheet_that_says_something_new_is_a_new_file(settings, tmp_path, monkeypatch):
    settings.SALDO_DATA = tmp_path
    before = StylesFinder().find(STYLES_SERVED_AS)
    monkeypatch.setattr("saldo.web.ui.finders.joined_styles", lambda: "a{b:c}")
    assert Path(StylesFinder().find(STYLES_SERVED_AS)).read_text() == "a{b:c}" != Path(before).read_text()
