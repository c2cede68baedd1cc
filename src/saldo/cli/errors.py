"""How a command ends when it did not do what was asked, and the exit codes that say so.

Codes:
    0    done
    1    refused or failed; the sentence says why, and nothing was half-done unless it says so
    2    wrong usage (argparse's own code)
    3    no database: DATABASE_URL is not set, or the server cannot be reached
    4    not set up: settings or migrations are missing; `saldo setup` or `saldo doctor` helps
    130  interrupted by Ctrl-C

Errors:
    CommandError        1
    ├── PostgresError   1  the embedded server cannot be started
    ├── UsageError      2
    ├── NoDatabase      3
    └── NotSetUp        4
"""

from typing import ClassVar

from saldo.kernel.errors import SaldoError

DONE = 0
FAILED = 1
USAGE = 2
NO_DATABASE = 3
NOT_SET_UP = 4
INTERRUPTED = 130


class CommandError(SaldoError):
    """A command's refusal: one or two sentences that say what happened and what to do."""

    default_code = "command_failed"
    exit_code: ClassVar[int] = FAILED

    def __init__(self, sentence: str, code: str | None = None) -> None:
        super().__init__(code, sentence)

    def __str__(self) -> str:
        return self.sentence


class PostgresError(CommandError):
    """The embedded PostgreSQL cannot be started, or not from here."""

    default_code = "postgres"


class UsageError(CommandError):
    """Options that do not go together, found after argparse was content."""

    default_code = "usage"
    exit_code = USAGE


class NoDatabase(CommandError):
    """No address of a database, or nobody answers there."""

    default_code = "no_database"
    exit_code = NO_DATABASE


class NotSetUp(CommandError):
    """The database answers but is not ready for this release."""

    default_code = "not_set_up"
    exit_code = NOT_SET_UP
