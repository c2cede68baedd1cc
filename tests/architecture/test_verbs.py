"""One verb, one file, one name; everything after the subject is said by name, and nothing that matters is guessed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import SALDO, Module, modules, plant

NEVER_DEFAULTED = {"actor", "on", "key"}

# Who acts where there is nobody yet, or where the words of an action name it best. Each says why.
WITHOUT_ACTOR = {
    "base/tenants/actions/create_tenant.py": "before there is a tenant there is nobody in it",
    "base/events/actions/publish.py": "the event was caused by an action that names its actor",
    "base/events/actions/run_due_jobs.py": "every job acts as the system of its own tenant",
    "base/inbox/actions/receive_message.py": "whoever sends has been verified by the edge, and nothing is believed yet",
}
KEY_IS_SUBJECT = {
    "base/inbox/actions/keep_answer.py": "the answer is kept under the key that its request came with",
}
TWO_SUBJECTS = {
    "base/audit/actions/record.py": "what was done, and to which things: record('issue_invoices', lines, actor=...)",
}

EXEMPTED = [*WITHOUT_ACTOR, *KEY_IS_SUBJECT, *TWO_SUBJECTS]


def find_breaches(root: Path) -> list[str]:
    """Action files whose one public function has another name or takes what matters by position or by default."""
    return [
        sentence
        for module in modules(root)
        if module.path.parent.name == "actions" and module.path.name != "__init__.py"
        for sentence in _check(module)
    ]


def _check(module: Module) -> Iterator[str]:
    stem = module.path.stem
    functions = [node for node in module.syntax.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    public = [node for node in functions if not node.name.startswith("_")]
    if [node.name for node in public] != [stem]:
        names = ", ".join(node.name for node in public) or "none"
        yield f"{module.relative}: holds one public function, {stem}; found {names}"
    for node in public:
        yield from _check_signature(module, node)


def _check_signature(module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    where = f"{module.at(function.lineno)}: {function.name}"
    arguments = function.args
    by_position = [*arguments.posonlyargs, *arguments.args]
    if len(by_position) > (2 if module.relative in TWO_SUBJECTS else 1):
        yield f"{where} takes {len(by_position)} arguments by position; only the subject may be"
    if arguments.vararg or arguments.kwarg:
        yield f"{where} takes * or **: every argument has a name"
    by_name = {one.arg: default for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)}
    said = {"key"} if module.relative in KEY_IS_SUBJECT else set()
    for name in sorted((NEVER_DEFAULTED - said) & {one.arg for one in by_position}):
        yield f"{where} takes {name} by position; it is said by name"
    for name in sorted(NEVER_DEFAULTED & by_name.keys()):
        if by_name[name] is not None:
            yield f"{where} defaults {name}; the caller knows it"
    if "actor" not in by_name and module.relative not in WITHOUT_ACTOR:
        yield f"{where} names no actor"


def find_stale_exemptions(root: Path) -> list[str]:
    """Exempted files that are gone or no longer need it, so that the tables above cannot rot."""
    stale = []
    for relative in EXEMPTED:
        path = root / relative
        if not path.exists():
            stale.append(f"{relative}: is exempted and does not exist")
    return stale


def test_an_action_file_holds_the_verb_that_it_is_named_after():
    assert find_breaches(SALDO) == []


def test_every_exemption_is_still_a_file():
    assert find_stale_exemptions(SALDO) == []


def test_the_check_reads_real_actions():
    assert sum(module.path.parent.name == "actions" for module in modules(SALDO)) > 20


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("def void(invoices, *, actor): ...", "holds one public function, issue_invoices; found void"),
        ("def issue_invoices(drafts, *, actor): ...\ndef also(x, *, actor): ...", "found issue_invoices, also"),
        ("ISSUED = 1", "found none"),
        ("def issue_invoices(drafts, on, *, actor): ...", "2 arguments by position"),
        ("def issue_invoices(actor): ...", "takes actor by position"),
        ("def issue_invoices(drafts, *, actor=None): ...", "defaults actor"),
        ("def issue_invoices(drafts, *, actor, on=None): ...", "defaults on"),
        ("def issue_invoices(drafts, *, actor, key=''): ...", "defaults key"),
        ("def issue_invoices(drafts, *, on): ...", "names no actor"),
        ("def issue_invoices(*drafts, actor): ...", "takes * or **"),
        ("def issue_invoices(drafts, *, actor, **rest): ...", "takes * or **"),
    ],
)
def test_a_verb_that_hides_something_is_found(tmp_path: Path, text: str, complaint: str):
    (sentence, *_) = find_breaches(plant(tmp_path, {"invoices/actions/issue_invoices.py": text}))
    assert complaint in sentence


def test_a_verb_that_says_everything_is_no_breach(tmp_path: Path):
    text = "def issue_invoices(drafts, *, on, actor, key, note=''): ...\ndef _lock(ids): ...\n"
    assert find_breaches(plant(tmp_path, {"invoices/actions/issue_invoices.py": text})) == []


def test_an_exemption_for_a_file_that_is_gone_is_found(tmp_path: Path):
    assert len(find_stale_exemptions(plant(tmp_path, {"__init__.py": ""}))) == len(EXEMPTED)
