"""What commands print, by who reads it, and the table of commands."""

from __future__ import annotations

import importlib
import io
import json

import pytest
from rich.console import Console

from saldo.cli.errors import CommandError, NoDatabase
from saldo.cli.main import COMMANDS, main
from saldo.cli.output import Output
from saldo.kernel.errors import NotFound


def make_output(*, as_json: bool = False, terminal: bool = False) -> tuple[Output, io.StringIO]:
    text = io.StringIO()
    console = Console(file=text, force_terminal=terminal, width=100, highlight=False)
    return Output(as_json=as_json, console=console), text


def test_a_pipe_gets_plain_lines_and_one_line_for_each_task() -> None:
    output, text = make_output()
    output.say("Ready [bold]now[/bold].")
    with output.progress("Rows", 3) as advance:
        advance(1)
        advance(2)
    output.table(["a", "b"], [["1", "2"]])
    assert output.finish() == 0
    assert text.getvalue() == "Ready [bold]now[/bold].\nRows: 3\n1  2\n"


def test_a_terminal_gets_a_bar() -> None:
    output, text = make_output(terminal=True)
    with output.progress("Rows", 3) as advance:
        advance(3)
    assert "3/3" in text.getvalue()
    assert "\x1b[" in text.getvalue()


def test_json_is_one_document_and_nothing_else() -> None:
    output, text = make_output(as_json=True, terminal=True)
    output.say("not shown")
    with output.progress("Rows", 3) as advance:
        advance(3)
    output.table(["a"], [["1"]])
    output.add(rows=3)
    assert output.finish() == 0
    assert json.loads(text.getvalue()) == {"ok": True, "rows": 3}


def test_json_says_not_ok_with_a_code_that_is_not_zero() -> None:
    output, text = make_output(as_json=True)
    assert output.finish(1) == 1
    assert json.loads(text.getvalue())["ok"] is False


@pytest.mark.parametrize(
    ("error", "exit_code", "code"),
    [(CommandError("No."), 1, "command_failed"), (NoDatabase("None."), 3, "no_database"), (NotFound(), 1, "not_found")],
)
def test_a_refusal_has_its_exit_code_and_goes_to_standard_error(
    error: CommandError, exit_code: int, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output, text = make_output()
    assert output.fail(error) == exit_code
    assert text.getvalue() == ""
    assert capsys.readouterr().err.startswith("saldo: ")
    output, text = make_output(as_json=True)
    assert output.fail(error) == exit_code
    assert json.loads(text.getvalue())["code"] == code


def test_every_command_in_the_table_can_be_loaded_and_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        command = importlib.import_module(f"saldo.cli.commands.{name}")
        assert command.__doc__.startswith(f"`saldo {name}")
        with pytest.raises(SystemExit) as ended:
            main([name, "--help"])
        assert ended.value.code == 0
        assert "--json" in capsys.readouterr().out


def test_wrong_usage_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["no-such-command"], ["doctor", "--no-such-option"]):
        with pytest.raises(SystemExit) as ended:
            main(words)
        assert ended.value.code == 2
    assert "usage: saldo" in capsys.readouterr().err
