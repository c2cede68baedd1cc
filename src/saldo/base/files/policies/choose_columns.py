"""Which column of a file holds which field, from what people say, what they saved, and what the file looks like."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from saldo.base.files.policies.map_columns import ImportField, check_columns, guess_columns
from saldo.kernel.errors import BadInput

Plausible = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class ImportKind:
    """What one kind of file may hold. `plausible` judges the values under a heading that was only guessed."""

    name: str
    fields: tuple[ImportField, ...]
    amounts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    plausible: Mapping[str, Plausible] = field(default_factory=dict)


def read_told_columns(words: Iterable[str]) -> dict[str, str]:
    """`field=Column` as a mapping; `field=` means that the file has no such column. Raises BadInput ("bad_mapping")."""
    told: dict[str, str] = {}
    for one in words:
        name, sign, column = one.partition("=")
        if not sign or not name.strip():
            raise BadInput("bad_mapping", f"{one[:80]} is not of the form field=Column.", field="mapping")
        told[name.strip()] = column.strip()
    return told


def choose_columns(
    header: Sequence[str], kind: ImportKind, *, told: Mapping[str, str], saved: Mapping[str, str]
) -> tuple[dict[str, str], set[str]]:
    """Field → column, and the fields that were only guessed. What is told wins over what was saved, that over guesses.

    Raises BadInput ("mapping") for a field or column that does not exist, and names what is required and missing.
    """
    said = {**saved, **told}
    known = {one.name for one in kind.fields}
    for name in said.keys() - known:
        raise BadInput(
            "unknown_field", f"There is no field {name}. Fields: {', '.join(sorted(known))}.", field="mapping"
        )
    taken = {column for column in said.values() if column}
    free = [column for column in header if column and column not in taken]
    open_fields = [one for one in kind.fields if one.name not in said]
    guessed = guess_columns(free, open_fields)
    columns = {**guessed, **{name: column for name, column in said.items() if column}}
    in_order = {one.name: columns[one.name] for one in kind.fields if one.name in columns}
    return check_columns(in_order, header, kind.fields), set(guessed)


def implausible_columns(
    seen: Mapping[str, Collection[str]], kind: ImportKind, *, guessed: Collection[str]
) -> dict[str, str]:
    """Guessed columns that nothing but their heading speaks for, by field with a value that shows it.

    A column called countryCode that holds 391 everywhere is no country for us. Required columns are never dropped.
    """
    required = {one.name for one in kind.fields if one.is_required}
    wrong: dict[str, str] = {}
    for name, is_plausible in kind.plausible.items():
        values = [value for value in seen.get(name, ()) if value]
        if name in guessed and name not in required and values and not any(map(is_plausible, values)):
            wrong[name] = min(values)
    return wrong
