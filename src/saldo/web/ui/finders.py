"""Where static files finds what is made and not written: the typeface and the one style sheet, kept in `SALDO_DATA`.

The package `fontpkg-inter` holds one variable font of 877 kB. A customer on a telephone should not pay for Cyrillic and
Greek: the letters of Latin Extended-A, figures, currencies and arrows are 75 kB as WOFF2. The cut is made once, at the
first start.

The style sheets are written apart, with comments, and loaded as one, without.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from saldo.web.ui.policies.squeeze_styles import squeeze_styles

PACKAGE = "fontpkg-inter"
SERVED_AS = "ui/inter.woff2"

LETTERS = (
    *((0x20, 0x7E), (0xA0, 0x17F), (0x218, 0x21B), (0x2BC, 0x2BC), (0x2C6, 0x2C7)),
    *((0x1E9E, 0x1E9E), (0x2009, 0x200A), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2026, 0x2026)),
    *((0x202F, 0x2030), (0x2032, 0x2033), (0x2039, 0x203A), (0x20A0, 0x20C0), (0x2116, 0x2116), (0x2122, 0x2122)),
    *((0x2190, 0x2193), (0x2197, 0x2197), (0x2212, 0x2212), (0x2215, 0x2215), (0x2260, 0x2260), (0x2264, 0x2265)),
)
"""First and last code points, both included."""

SHEETS = Path(__file__).parent / "static/ui"
SHEETS_IN_ORDER = ("tokens", "base", "components", "charts", "pages", "print")
STYLES_SERVED_AS = "ui/saldo.css"

FEATURES = ("kern", "liga", "calt", "ccmp", "locl", "tnum", "lnum", "case")


def cut_font(source: Path, target: Path) -> None:
    """Write the letters of `source` (TrueType, variable) to `target` (WOFF2). Takes about three seconds."""
    from fontTools import subset

    options = subset.Options(
        flavor="woff2", layout_features=list(FEATURES), name_IDs=[1, 2, 13, 14], notdef_outline=True
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[point for first, last in LETTERS for point in range(first, last + 1)])
    # Several processes may start at once; each writes its own file and the last name stands.
    unfinished = target.with_suffix(f".{os.getpid()}")
    with subset.load_font(str(source), options) as font:
        cutter.subset(font)
        subset.save_font(font, str(unfinished), options)
    unfinished.replace(target)


class InterFinder(BaseFinder):
    """Finds `ui/inter.woff2`. Needs the packages `fontpkg-inter` and `fonttools[woff]`."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        # Named for the release, so that a new Inter is cut anew.
        folder = Path(settings.SALDO_DATA) / "typefaces" / version(PACKAGE)
        self.storage = FileSystemStorage(location=folder)
        self.path = folder / SERVED_AS
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check before the first use."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of the font on disk, made if it is not there yet; [] for every other file."""
        if path != SERVED_AS:
            return []
        self._make()
        return [str(self.path)] if find_all else str(self.path)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        """The one file of this finder."""
        self._make()
        yield SERVED_AS, self.storage

    def _make(self) -> None:
        if self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        cut_font(Path(str(files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf")), self.path)


def joined_styles() -> str:
    """The style sheet that every page loads."""
    return squeeze_styles((SHEETS / f"{name}.css").read_text() for name in SHEETS_IN_ORDER)


class StylesFinder(BaseFinder):
    """Finds `ui/saldo.css`, made anew whenever one of its parts says something else."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        self.folder = Path(settings.SALDO_DATA) / "styles"
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing to check before the first use."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The path of the sheet on disk; [] for every other file."""
        if path != STYLES_SERVED_AS:
            return []
        found = str(self._made() / STYLES_SERVED_AS)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, FileSystemStorage]]:
        """The one file of this finder."""
        yield STYLES_SERVED_AS, FileSystemStorage(location=self._made())

    def _made(self) -> Path:
        styles = joined_styles()
        folder = self.folder / hashlib.sha256(styles.encode()).hexdigest()[:16]
        target = folder / STYLES_SERVED_AS
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            unfinished = target.with_suffix(f".{os.getpid()}")
            unfinished.write_text(styles)
            unfinished.replace(target)
        return folder
