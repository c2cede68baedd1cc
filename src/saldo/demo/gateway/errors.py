"""What the gateway's API refuses, each with a code, a sentence and an HTTP status."""

from __future__ import annotations

from saldo.kernel.errors import SaldoError


class ApiError(SaldoError):
    """A refusal in the API's words; `field` names the wrong one."""

    default_http_status = 422

    def __init__(self, code: str, sentence: str, *, status: int = 422, field: str | None = None) -> None:
        super().__init__(code, sentence, http_status=status)
        self.field = field
