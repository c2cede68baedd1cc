"""A desk at which the tests hand in files: `saldo import` within this process, at the test's clock."""

from __future__ import annotations

import argparse
import importlib
import io
import json
from dataclasses import dataclass
from typing import Any

import psycopg
from rich.console import Console

from saldo.cli.output import Output
from saldo.kernel.errors import SaldoError
from tests.factories.cast import House

CUSTOMERS = "Customer no,Name,E-mail\nC1,Dana,dana@example.test\nC2,Emil,emil@example.test\n"
INVOICES = (
    "Invoice no,Customer no,Invoice date,Due date,Amount,Currency\n"
    "F-1,C1,2026-01-13,2026-02-12,100.00,EUR\n"
    "F-2,C2,2026-01-14,2026-02-13,250.50,EUR\n"
)

command = importlib.import_module("saldo.cli.commands.import")


@dataclass(frozen=True)
class Desk:
    """Hands files in for one house; there is one account in the database, so nobody has to be named."""

    house: House
    owner: psycopg.Connection[Any]

    def take(self, kind: str, content: str | bytes, *words: str) -> dict[str, Any]:
        """The JSON document of `saldo import KIND FILE WORDS --json`, with the exit code added."""
        written = io.StringIO()
        code = self._run(kind, content, words, Output(as_json=True, console=Console(file=written)))
        return {**json.loads(written.getvalue()), "exit_code": code}

    def read(self, kind: str, content: str | bytes, *words: str, terminal: bool = False) -> str:
        """What a person reads of it, on a terminal or in a pipe."""
        written = io.StringIO()
        console = Console(file=written, force_terminal=terminal, width=120, soft_wrap=True, color_system=None)
        self._run(kind, content, words, Output(as_json=False, console=console))
        return written.getvalue()

    def ask(self, statement: str, *values: Any) -> Any:
        """All rows that the owner of the database sees."""
        return self.owner.execute(statement, values).fetchall()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return self.ask(f"SELECT count(*) FROM {table}")[0][0]

    def _run(self, kind: str, content: str | bytes, words: tuple[str, ...], output: Output) -> int:
        parser = argparse.ArgumentParser()
        command.add_arguments(parser)
        options = parser.parse_args([kind, "file.csv", *words])
        data = content.encode() if isinstance(content, str) else content
        try:
            return output.finish(command.take_file(data, options, output))
        except SaldoError as error:
            return output.fail(error)


def fates(told: dict[str, Any]) -> dict[int, str]:
    """Row number → fate, and the code of a refusal instead of the word."""
    return {row["row"]: row["code"] or row["fate"] for row in told["rows"]}
