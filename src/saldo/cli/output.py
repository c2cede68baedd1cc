"""What a command says, in the form its reader needs.

On a terminal: sentences, tables and progress bars (rich). In a pipe: plain lines, one for each task when it is done.
With `--json`: one JSON document on standard output when the command ends, and nothing else there.
Exit codes are in `saldo.cli.errors`.
"""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from saldo.cli.errors import DONE, FAILED, CommandError
from saldo.kernel.errors import SaldoError

Advance = Callable[[int], None]


class Output:
    """One command's voice. `result` collects what `--json` prints."""

    def __init__(self, *, as_json: bool, console: Console | None = None) -> None:
        self.as_json = as_json
        self.console = console or Console(highlight=False, soft_wrap=True)
        self.result: dict[str, Any] = {}

    @property
    def is_terminal(self) -> bool:
        """Whether a person is looking, so that bars may move and questions may be asked."""
        return self.console.is_terminal and not self.as_json

    def say(self, sentence: str) -> None:
        """A sentence on its own line. Not in JSON: put facts there with `add`."""
        if not self.as_json:
            self.console.print(sentence, markup=False)

    def add(self, **facts: Any) -> None:
        """Facts for `--json`; not shown otherwise."""
        self.result.update(facts)

    def table(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """A table on a terminal; plain lines in a pipe. Not in JSON."""
        if self.is_terminal:
            shown = Table(box=None, pad_edge=False)
            for heading in headings:
                shown.add_column(heading, overflow="fold")
            for row in rows:
                shown.add_row(*map(Text, row))
            self.console.print(shown, soft_wrap=False)
        else:
            for row in rows:
                self.say("  ".join(row).rstrip())

    @contextmanager
    def progress(self, task: str, total: int | None = None) -> Iterator[Advance]:
        """Yields `advance(steps)`. A bar on a terminal; in a pipe one line at the end, with the number of steps."""
        if self.is_terminal:
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            with Progress(*columns, console=self.console) as bar:
                shown = bar.add_task(task, total=total)
                yield lambda steps: bar.advance(shown, steps)
            return
        done = 0

        def advance(steps: int) -> None:
            nonlocal done
            done += steps

        yield advance
        self.say(f"{task}: {done}")

    def finish(self, exit_code: int = DONE) -> int:
        """Prints the JSON document of a command that ran to its end."""
        if self.as_json:
            self._print_document({"ok": exit_code == DONE, **self.result})
        return exit_code

    def fail(self, error: SaldoError) -> int:
        """Prints a refusal (on standard error; with `--json` as the document) and returns its exit code."""
        sentence = str(error) if isinstance(error, CommandError) else error.sentence
        field = getattr(error, "field", None)
        if field:
            sentence = f"{field}: {sentence}"
        if self.as_json:
            self._print_document({"ok": False, "code": error.code, "sentence": sentence, **self.result})
        else:
            print(f"saldo: {sentence}", file=sys.stderr)
        return error.exit_code if isinstance(error, CommandError) else FAILED

    def _print_document(self, document: Mapping[str, Any]) -> None:
        print(json.dumps(document, default=str, ensure_ascii=False), file=self.console.file, flush=True)
