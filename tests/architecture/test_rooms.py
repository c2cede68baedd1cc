"""A file stands where its name makes one look: closed lists of contexts, of rooms, of names that nobody may use."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import SALDO, Module, context_of, modules, plant

# Rooms of every context. A "file" may become a folder of the same name when it nears 400 lines.
FILES = {"apps", "choices", "errors", "events", "queries", "forms", "schemas", "api", "tasks", "handlers", "urls"}
FILES |= {"middleware", "views"}
FOLDERS = {"policies", "models", "documents", "actions", "views", "migrations", "templatetags"}
FOLDERS |= {"static", "management", "templates"}

# Plumbing that only base has. A name is added here together with the reason for it.
EXTRAS = {
    "base/tenants": {
        "fields",  # what every tenant table is made of
        "frame",  # one tenant, one transaction, one instant
        "global_tables",  # the closed list of tables without a tenant
        "operations",  # what a migration does to a tenant table
        "writer",  # the one writer of sets
    },
    "base/events": {"jobs"},  # a job by name, run in a frame
    "base/inbox": {"plugins", "repeatable"},  # finding a plugin; answering a repeated request
    "web/ui": {"finders"},  # where Django's static files find the typeface
}

BASE = {"tenants", "people", "audit", "events", "inbox", "numbering", "files"}
CONTEXTS = {
    *("ledger", "customers", "catalog", "taxes", "correspondence", "credit", "quotes", "agreements", "invoices"),
    *("payments", "banking", "settlement", "plans", "cases", "collections", "bookkeeping", "appointments", "insights"),
    "imports",  # docs/decisions/0007
    *(f"base/{name}" for name in BASE),
    *("web/console", "web/portal", "web/ui"),
}

# Folders that are not contexts, and what may stand directly in them. None: their own business below that.
OTHERS: dict[str, set[str] | None] = {
    "": {"__init__.py", "py.typed", "locale"},
    "base": {"__init__.py"},
    "web": {"__init__.py"},
    "kernel": {
        *(
            "__init__.py",
            "money.py",
            "journal.py",
            "calendar.py",
            "clock.py",
            "references.py",
            "outcomes.py",
            "errors.py",
        ),
        *("actors.py", "locales.py"),  # docs/decisions/0004
    },
    "spi": {
        *("__init__.py", "gateway.py", "bank_format.py", "channel.py", "einvoice.py", "connector.py", "country.py"),
        "raw_event.py",  # what gateways and channels are both called with (docs/decisions/0004)
    },
    "plugins": {"__init__.py", "gateways", "banks", "channels", "einvoices", "connectors", "countries"},
    "runs": {"schedule.py", "night.py", "prove.py", "steps"},  # beside the rooms of a context
    "config": {
        *("__init__.py", "settings.py", "urls.py", "api.py", "middleware.py", "wiring.py", "wsgi.py"),
        "caches.py",  # counts that all processes share
        "catalogues.py",  # compiles translations where they are needed
        "clocks.py",  # the installation's clock, moved for the demo
        "openers.py",  # who opens the frame of a request
        "health.py",  # GET /healthz
        "logs.py",  # what a log line may not say
    },
    "cli": {
        *("__init__.py", "main.py", "commands", "output.py", "errors.py", "database.py", "dump.py"),
        *("postgres.py", "postgres_binaries.py", "postgres_child.py", "parts.py", "__main__.py"),
    },
    "demo": None,
    "locale": None,
}

# Names that say nothing about what is inside, or that go round the actions.
NEVER = {"utils", "util", "helpers", "helper", "services", "service", "managers", "manager", "signals", "admin"}
NEVER |= {"common", "misc", "lib"}

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 70
MEASURED_SUFFIXES = {".py", ".html", ".css", ".js", ".sql", ".typ"}
IGNORED_FOLDERS = {"__pycache__"}


def find_rooms_breaches(root: Path) -> list[str]:
    """Files and folders that are on no list, by their path and the list that they are missing from."""
    return [
        sentence
        for path in sorted(root.rglob("*"))
        if path.is_file() and not IGNORED_FOLDERS & set(path.relative_to(root).parts) and path.suffix != ".pyc"
        for sentence in _check_place(path.relative_to(root).as_posix())
    ]


def _check_place(relative: str) -> Iterator[str]:
    parts = relative.split("/")
    stems = {part.split(".")[0] for part in parts}
    if stems & NEVER:
        yield f"{relative}: nobody can guess what is in {', '.join(sorted(stems & NEVER))}"
    context = context_of(relative)
    if context in CONTEXTS or context == "runs":
        yield from _check_room(relative, context)
    elif context not in OTHERS:
        yield f"{relative}: {context or relative} is not a context of docs/architecture.md"
    elif (allowed := OTHERS[context]) is not None:
        below = relative.removeprefix(context).lstrip("/").split("/")[0]
        if below not in allowed:
            yield f"{relative}: {context or 'saldo'}/ has no {below}; it may hold {', '.join(sorted(allowed))}"


def _check_room(relative: str, context: str) -> Iterator[str]:
    below = relative.removeprefix(context + "/")
    room, _, rest = below.partition("/")
    stem = room.removesuffix(".py")
    extras = EXTRAS.get(context, set()) | {name.removesuffix(".py") for name in OTHERS.get(context) or ()}
    if below == "__init__.py":
        return
    if rest:
        if room not in FOLDERS | FILES | extras:
            yield f"{relative}: {context}/ has no room {room}/"
        elif rest.endswith(".py") and "/" in rest and room != "management":
            yield f"{relative}: a room is flat, one question per file"
    elif not room.endswith(".py") or stem not in FILES | extras:
        yield f"{relative}: {context}/ has no room {room}"
    elif (Path(context) / stem).name in FOLDERS - FILES:
        yield f"{relative}: {stem} is a folder with one file per question"


def find_docstring_breaches(root: Path) -> list[str]:
    """`__init__` files that do more than say what their package is; a room's may name what its files hold."""
    breaches = []
    for module in modules(root):
        if module.path.name != "__init__.py" or module.relative.startswith(("plugins/", "demo/", "cli/")):
            continue
        folder = module.relative.removesuffix("__init__.py").rstrip("/")
        body = module.syntax.body
        if folder in {*CONTEXTS, *OTHERS, "runs"}:
            if len(body) != 1 or ast.get_docstring(module.syntax) is None:
                breaches.append(f"{module.relative}: holds one docstring that says what this is, and nothing else")
        elif any(not _is_reexport(statement) for statement in body):
            breaches.append(f"{module.relative}: a room's __init__ only names what its files hold")
    return breaches


def _is_reexport(statement: ast.stmt) -> bool:
    if isinstance(statement, ast.Assign):
        return [ast.unparse(target) for target in statement.targets] == ["__all__"]
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.Expr)


def find_size_breaches(root: Path) -> list[str]:
    """Files of 400 lines or more and functions of 70 or more."""
    breaches = []
    for path in sorted(root.rglob("*")):
        if path.suffix in MEASURED_SUFFIXES and not IGNORED_FOLDERS & set(path.parts):
            lines = len(path.read_text().splitlines())
            if lines >= MAX_FILE_LINES:
                breaches.append(f"{path.relative_to(root)}: {lines} lines; a file ends before {MAX_FILE_LINES}")
    for module in modules(root):
        breaches += _long_functions(module)
    return breaches


def _long_functions(module: Module) -> Iterator[str]:
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines >= MAX_FUNCTION_LINES:
                where = module.at(node.lineno)
                yield f"{where}: {node.name} has {lines} lines; a function ends before {MAX_FUNCTION_LINES}"


def find_admin_breaches(root: Path) -> list[str]:
    """Any way in for Django's admin site, which would write past actions and audit."""
    return [
        f"{module.relative}: there is no Django admin"
        for module in modules(root)
        if any(one.enters("django.contrib.admin") for one in module.imports)
        or any(isinstance(node, ast.Constant) and _is_admin(node.value) for node in ast.walk(module.syntax))
    ]


def _is_admin(value: object) -> bool:
    return isinstance(value, str) and value.startswith("django.contrib.admin") and " " not in value


def test_every_file_stands_in_a_room_that_exists():
    assert find_rooms_breaches(SALDO) == []


def test_a_context_says_what_it_is_and_nothing_else():
    assert find_docstring_breaches(SALDO) == []


def test_files_and_functions_of_the_product_are_short():
    assert find_size_breaches(SALDO) == []


@pytest.mark.parametrize("folder", ["tests", "benchmarks"])
def test_files_and_functions_around_the_product_are_short(folder: str):
    assert find_size_breaches(SALDO.parents[1] / folder) == []


def test_there_is_no_django_admin():
    assert find_admin_breaches(SALDO) == []


@pytest.mark.parametrize(
    "relative",
    [
        "invoices/utils.py",
        "invoices/actions/helpers.py",
        "invoices/services/issue.py",
        "invoices/signals.py",
        "invoices/admin.py",
        "invoices/frame.py",  # plumbing of base, not of a context
        "invoices/totals.py",  # a policy outside policies/
        "invoices/policies.py",
        "invoices/actions.py",
        "invoices/actions/late/charge.py",
        "invoices/policies/README.md.py/x.py",
        "base/ledger/models/entry.py",
        "base/tenants/jobs.py",
        "base/frame.py",
        "billing/models/bill.py",
        "web/invoices/views/x.py",
        "kernel/strings.py",
        "spi/mail.py",
        "config/tables.py",
        "plugins/crm/x/plugin.py",
        "utils.py",
        "demo/gateway/helpers.py",
        "runs/loop.py",
    ],
)
def test_a_file_in_no_room_is_found(tmp_path: Path, relative: str):
    assert find_rooms_breaches(plant(tmp_path, {relative: ""})) != []


@pytest.mark.parametrize(
    "relative",
    [
        "__init__.py",
        "locale/pl/LC_MESSAGES/django.po",
        "invoices/__init__.py",
        "invoices/actions/issue_invoices.py",
        "invoices/queries.py",
        "invoices/queries/open_invoices.py",
        "invoices/templates/invoices/issue_invoices.html",
        "invoices/management/commands/x.py",
        "base/files/documents/typst/v1/invoice.typ",
        "base/tenants/frame.py",
        "web/portal/views/pay.py",
        "plugins/gateways/simulator/plugin.py",
        "runs/night.py",
        "runs/models/night_run.py",
        "demo/gateway/cards.py",
    ],
)
def test_a_file_in_its_room_is_no_breach(tmp_path: Path, relative: str):
    assert find_rooms_breaches(plant(tmp_path, {relative: ""})) == []


@pytest.mark.parametrize(
    ("relative", "text"),
    [
        ("invoices/__init__.py", ""),
        ("invoices/__init__.py", '"""Invoices."""\nfrom saldo.invoices.queries import get_invoice\n'),
        ("kernel/__init__.py", "# nothing\n"),
        ("invoices/actions/__init__.py", "def issue_invoices(): ...\n"),
    ],
)
def test_an_init_that_does_more_is_found(tmp_path: Path, relative: str, text: str):
    assert find_docstring_breaches(plant(tmp_path, {relative: text})) != []


def test_a_long_file_and_a_long_function_are_found(tmp_path: Path):
    body = "    x = 1\n" * 69
    root = plant(tmp_path, {"a.py": "\n" * 400, "b.py": f"def long():\n{body}", "c.py": f"def short():\n{body[:-10]}"})
    assert [sentence.split(":")[0] for sentence in find_size_breaches(root)] == ["a.py", "b.py"]


@pytest.mark.parametrize(
    "text", ["from django.contrib import admin\n", 'INSTALLED_APPS = ["django.contrib.admin.apps.SimpleAdminConfig"]\n']
)
def test_the_admin_site_is_found(tmp_path: Path, text: str):
    assert find_admin_breaches(plant(tmp_path, {"config/settings.py": text})) != []
