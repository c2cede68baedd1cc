"""The typeface is cut to the letters of our languages, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from saldo.web.ui.finders import SERVED_AS, InterFinder

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
