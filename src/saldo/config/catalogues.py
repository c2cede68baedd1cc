"""Translations are kept as text (`.po`) and compiled where they are needed, by whoever starts first.

So a checkout, an installed package and a container need no build step and no tool but Babel.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGUE = Path("LC_MESSAGES/django.po")


def ready_catalogues(source: Path, *, data: Path) -> Path:
    """The folder that Django reads translations from, with every `.po` of `source` compiled.

    That is `source` itself, or `data`/locale where the package's own folder cannot be written. Several processes may
    do it at once. What is compiled already and not older than its text is left alone.
    """
    if _compile_all(source, source):
        return source
    kept = data / "locale"
    if not _compile_all(source, kept):
        raise PermissionError(f"Translations can be written neither to {source} nor to {kept}.")
    return kept


def _compile_all(source: Path, target: Path) -> bool:
    """Whether everything is compiled; False where the folder cannot be written."""
    try:
        for catalogue in sorted(source.glob(f"*/{CATALOGUE}")):
            _compile(catalogue, (target / catalogue.relative_to(source)).with_suffix(".mo"))
    except OSError:
        return False
    return True


def _compile(catalogue: Path, compiled: Path) -> None:
    if compiled.exists() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
        return
    compiled.parent.mkdir(parents=True, exist_ok=True)
    with catalogue.open("rb") as text:
        messages = read_po(text, locale=catalogue.parent.parent.name)
    # Written beside and then renamed, so that nobody reads half a catalogue.
    handle, name = tempfile.mkstemp(dir=compiled.parent, suffix=".mo.part")
    try:
        with os.fdopen(handle, "wb") as file:
            write_mo(file, messages)
        os.chmod(name, 0o644)
        os.replace(name, compiled)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
