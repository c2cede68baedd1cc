"""The frame of every page, the style sheet and the typeface."""

from __future__ import annotations

from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

from saldo.demo.pages.markup import Markup, fill
from saldo.demo.pages.wsgi import Request, Response, Route, text_response

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
{refresh}<title>{title}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
</head>
<body class="{kind}">
{body}
</body>
</html>
"""

_REFRESH = '<meta http-equiv="refresh" content="{seconds}">\n'

_ICON = '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{shape}</svg>'

_SHAPES = {
    "yes": '<circle cx="8" cy="8" r="6.5"/><path d="m5 8.300 2.100 2.100L11 6.200"/>',
    "no": '<circle cx="8" cy="8" r="6.5"/><path d="m5.700 5.700 4.600 4.600m0-4.600-4.600 4.600"/>',
    "wait": '<circle cx="8" cy="8" r="6.5"/><path d="M8 4.500V8l2.300 1.600"/>',
    "shield": '<path d="M8 1.500 13.500 3.600V8c0 3-2.200 5.300-5.500 6.500C4.700 13.300 2.500 11 2.500 8V3.600z"/>',
    "alert": '<path d="M8 2 14.500 13.500h-13z"/><path d="M8 6.500v3m0 2v.2"/>',
    "back": '<path d="M2.500 6h7a4 4 0 0 1 0 8H6M5.500 3l-3 3 3 3"/>',
    "clip": '<path d="M12.500 7 7.300 12.200a3 3 0 0 1-4.300-4.300l5.600-5.600a2 2 0 0 1 2.800 2.800L6 10.500"/>',
}


def page(title: str, body: Markup, *, kind: str = "", refresh_seconds: int | None = None) -> str:
    """A whole document. `refresh_seconds` reloads it: the pages have no script."""
    refresh = fill(_REFRESH, seconds=refresh_seconds) if refresh_seconds else None
    return fill(_PAGE, title=title, body=body, kind=kind, refresh=refresh)


def icon(name: str) -> Markup:
    """A small drawing that says nothing to a screen reader: the word stands beside it."""
    return fill(_ICON, shape=Markup(_SHAPES[name]))


@cache
def _style() -> bytes:
    return resources.files("saldo.demo.pages").joinpath("style.css").read_bytes()


@cache
def _typeface() -> Path | None:
    """Inter from its own package, where that is installed; the pages fall back to the system's typeface."""
    spec = find_spec("fontpkg_inter")
    if spec is None or not spec.submodule_search_locations:
        return None
    path = Path(spec.submodule_search_locations[0]) / "files" / "Inter[opsz,wght].ttf"
    return path if path.is_file() else None


def _serve_style(_request: Request) -> Response:
    return Response(200, _style(), "text/css; charset=utf-8", [("Cache-Control", "max-age=60")])


def _serve_typeface(_request: Request) -> Response:
    path = _typeface()
    if path is None:
        return text_response(404, "The typeface is not installed.")
    return Response(200, path.read_bytes(), "font/ttf", [("Cache-Control", "max-age=86400")])


def _serve_health(_request: Request) -> Response:
    return text_response(200, "ok")


SHELL_ROUTES: tuple[Route, ...] = (
    ("GET", "/style.css", _serve_style),
    ("GET", "/inter.ttf", _serve_typeface),
    ("GET", "/healthz", _serve_health),
)
