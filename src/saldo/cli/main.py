"""The `saldo` command. What each command does is in `commands/<name>.py`; exit codes are in `saldo.cli.errors`.

A command's file has `add_arguments(parser)` and `run(options, output) -> int`. It is loaded only when it is asked for.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from importlib.metadata import version
from types import ModuleType

from saldo.cli.errors import INTERRUPTED
from saldo.cli.output import Output
from saldo.kernel.errors import SaldoError

COMMANDS = {
    "demo": "a believable company on a database of its own, everything running on this machine",
    "setup": "prepare the database: role, rights, tables, first company; run again it upgrades",
    "serve": "answer the browser and the API",
    "worker": "do what is waiting: documents, mail, the night",
    "import": "take over customers, invoices and payments from a CSV file",
    "night": "run the night of a day: reminders and what else is due (`--dry-run` only tells)",
    "prove": "make every figure again from the ledger and compare",
    "doctor": "check this installation and say what to do",
    "backup": "write the whole database to one file",
    "restore": "read the whole database back from such a file",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    options = _read_options(words)
    output = Output(as_json=options.json)
    try:
        return output.finish(_load(options.command).run(options, output))
    except SaldoError as error:
        return output.fail(error)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever reads has seen enough
        sys.stderr.close()
        return INTERRUPTED


def _load(name: str) -> ModuleType:
    return importlib.import_module(f"saldo.cli.commands.{name}")


def _read_options(words: Sequence[str]) -> argparse.Namespace:
    """Every command is listed; only the one that is asked for brings its options."""
    parser = argparse.ArgumentParser(prog="saldo", description="Get paid, kindly.")
    parser.add_argument("--version", action="version", version=f"saldo {version('saldo-ar')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    wanted = next((word for word in words if not word.startswith("-")), None)
    for name, summary in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        command.add_argument("--json", action="store_true", help="print one JSON document instead of sentences")
        if name == wanted:
            _load(name).add_arguments(command)
    return parser.parse_args(words)
