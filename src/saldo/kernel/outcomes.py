"""What came of a verb over many: what was done, what was refused and why, and what was so already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from saldo.kernel.errors import Refused

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Refusal:
    """One item that was not taken: its id or row number, a code for programs, a sentence for people, the field if
    one is to blame.
    """

    item: Any
    code: str
    sentence: str
    field: str | None = None


@dataclass(slots=True)
class Outcome(Generic[T]):
    """One bad item never stops a batch and never hides.

    `unchanged` holds what an idempotent repeat found already done.
    """

    done: list[T] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unchanged: list[T] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """True when nothing was refused."""
        return not self.refused

    def raise_if_refused(self) -> None:
        """Raises Refused, which carries this outcome, when anything was refused."""
        if self.refused:
            raise Refused(self)

    def only(self) -> T:
        """The single item that is done or unchanged.

        Raises Refused if any was refused, ValueError if there is not exactly one.
        """
        self.raise_if_refused()
        items = [*self.done, *self.unchanged]
        if len(items) != 1:
            raise ValueError(f"One item was expected, {len(items)} came out.")
        return items[0]
