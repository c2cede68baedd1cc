"""Errors are words: each has a code, a sentence for people, an HTTP status, and says whether trying again can help.

    SaldoError
    ├── Refused             422  some items of a batch were refused and the caller wanted all of them
    ├── NotPermitted        403  the actor may not do this
    ├── NotFound            404  no such thing in this tenant
    ├── Conflict            409  the thing is not in a state that allows this
    ├── BadInput            422  what came in cannot be taken (also a ValueError)
    │   ├── AmountNotExact       a float, or more decimals than the currency has
    │   ├── UnknownCurrency      not an ISO 4217 code that Saldo knows
    │   ├── CurrencyMismatch     two currencies where one is needed
    │   └── UnbalancedEntry      a journal entry that does not add up
    ├── PluginError         502  a plugin, or what it talks to, failed; says itself whether for good
    ├── NoFrame             500  work on a tenant's tables outside a frame (a mistake of ours)
    └── NestedFrame         500  a frame opened inside a frame (a mistake of ours)

Sentences are English sources without personal data; the edge may translate by code. Contexts derive their own errors
from these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol


class SaldoError(Exception):
    """The root. `permanent` False means that the same call may succeed later, so a queue tries again."""

    default_code: ClassVar[str] = "error"
    default_sentence: ClassVar[str] = "Something went wrong."
    default_http_status: ClassVar[int] = 500
    default_permanent: ClassVar[bool] = True

    def __init__(
        self,
        code: str | None = None,
        sentence: str | None = None,
        http_status: int | None = None,
        permanent: bool | None = None,
    ) -> None:
        super().__init__(code, sentence, http_status, permanent)
        self.code = code or self.default_code
        self.sentence = sentence or self.default_sentence
        self.http_status = self.default_http_status if http_status is None else http_status
        self.permanent = self.default_permanent if permanent is None else permanent

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class RefusalLike(Protocol):
    """What `Refused` reads of a `saldo.kernel.outcomes.Refusal`."""

    @property
    def item(self) -> Any: ...
    @property
    def code(self) -> str: ...
    @property
    def sentence(self) -> str: ...


class OutcomeLike(Protocol):
    """What `Refused` reads of a `saldo.kernel.outcomes.Outcome`."""

    @property
    def refused(self) -> Sequence[RefusalLike]: ...


class Refused(SaldoError):
    """Raised by `Outcome.raise_if_refused`; carries the outcome. Code and sentence are those of the first refusal.

    The sentence adds how many more were refused, so that none hides behind the first.
    """

    default_code = "refused"
    default_http_status = 422

    def __init__(self, outcome: OutcomeLike) -> None:
        if not outcome.refused:
            raise ValueError("An outcome that refused nothing cannot be raised as Refused.")
        first, others = outcome.refused[0], len(outcome.refused) - 1
        sentence = first.sentence if others == 0 else f"{first.sentence} ({others} more refused)"
        super().__init__(first.code, sentence)
        self.args = (outcome,)
        self.outcome = outcome


class NotPermitted(SaldoError):
    """The actor lacks the permission."""

    default_code = "not_permitted"
    default_sentence = "You do not have permission to do this."
    default_http_status = 403


class NotFound(SaldoError):
    """No such thing in this tenant; a foreign tenant's id looks exactly the same."""

    default_code = "not_found"
    default_sentence = "This does not exist."
    default_http_status = 404


class Conflict(SaldoError):
    """The thing exists but its state does not allow this now."""

    default_code = "conflict"
    default_sentence = "The current state does not allow this."
    default_http_status = 409


class BadInput(SaldoError, ValueError):
    """What came in cannot be taken.

    It is a ValueError too, so that form and schema libraries report it at its field.
    """

    default_code = "bad_input"
    default_sentence = "This value cannot be accepted."
    default_http_status = 422

    def __init__(self, code: str | None = None, sentence: str | None = None, *, field: str | None = None) -> None:
        super().__init__(code, sentence)
        self.field = field


class AmountNotExact(BadInput):
    """An amount that cannot be kept exactly: a float, or more decimals than its currency has."""

    default_code = "amount_not_exact"
    default_sentence = "The amount has more decimals than its currency."


class UnknownCurrency(BadInput):
    """Not an ISO 4217 code in upper case that Saldo knows."""

    default_code = "unknown_currency"
    default_sentence = "This currency code is not known."


class CurrencyMismatch(BadInput):
    """Amounts of two currencies were added, subtracted or compared."""

    default_code = "currency_mismatch"
    default_sentence = "The amounts are in different currencies."


class UnbalancedEntry(BadInput):
    """A journal entry that does not add up; it is refused before it can be built."""

    default_code = "unbalanced_entry"
    default_sentence = "Debits and credits of the entry are not equal."


class PluginError(SaldoError):
    """A plugin failed. `permanent=False` is tried again with back-off; `permanent=True` is refused for good."""

    default_code = "plugin_error"
    default_sentence = "An outside service did not do what was asked."
    default_http_status = 502

    def __init__(self, code: str, sentence: str | None = None, *, permanent: bool) -> None:
        super().__init__(code, sentence, permanent=permanent)

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild_plugin_error, (type(self), self.code, self.sentence, self.permanent)


def _rebuild_plugin_error(kind: type[PluginError], code: str, sentence: str, permanent: bool) -> PluginError:
    return kind(code, sentence, permanent=permanent)


class NoFrame(SaldoError):
    """A tenant's tables were used outside a frame."""

    default_code = "no_frame"
    default_sentence = "There is no tenant frame open here."


class NestedFrame(SaldoError):
    """A frame was opened inside a frame."""

    default_code = "nested_frame"
    default_sentence = "A tenant frame is already open here."
