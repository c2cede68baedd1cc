"""Shapes that the shells and partials read. A dict with the same keys serves as well; these are for typed callers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """A line of the side navigation; `waiting` is how many things wait there, None or 0 shows nothing."""

    label: str
    url: str
    waiting: int | None = None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Shell:
    """What `ui/console.html` reads as `shell`; the groups of `navigation` are set apart by space."""

    navigation: Sequence[Sequence[NavigationLink]]
    tenant: str
    legal_entity: str
    person: str
    role: str
    home_url: str = "/"
    search_url: str = ""
    sign_out_url: str = ""
    is_test: bool = False
    test_sentence: str = ""


@dataclass(frozen=True, slots=True)
class PortalShell:
    """What `ui/portal.html` reads as `portal`; `languages` are (code, own name), `foot` whole sentences."""

    seller: str
    home_url: str = ""
    brand_colour: str = ""
    logo_url: str = ""
    languages: Sequence[tuple[str, str]] = ()
    language: str = ""
    language_url: str = ""
    foot: Sequence[str] = ()
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in `ui/filters.html`: a link that sets it or, when on, takes it away."""

    label: str
    url: str
    value: str = ""
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of the rows of a file, for `ui/row_report.html`; `refused` are `kernel.outcomes.Refusal`."""

    done: int
    unchanged: int = 0
    refused: Sequence[object] = field(default_factory=tuple)
