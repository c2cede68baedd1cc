"""Who may import whom inside the floors: pure rooms stay pure, tables private, edges leaves, plugins strangers."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import SALDO, Import, Module, modules, plant, strings

# Third-party packages that hold data or arithmetic and nothing else.
PURE_PACKAGES = {"babel", "holidays", "stdnum", "uuid_utils", "typing_extensions"}
OUTSIDE_THE_PROCESS = {"socket", "ssl", "http", "urllib", "smtplib", "sqlite3", "subprocess", "asyncio"}
WORDS = {"choices", "errors", "events"}

PURE_ROOM = r"saldo\.(base\.|web\.)?\w+\.(choices|errors|events|policies)\b"

EDGES = {"views", "api", "tasks", "handlers"}

# Inside a context a room imports rooms of a lower rank; rooms of the same rank do not know each other.
RANKS = {
    "urls": 8,
    **dict.fromkeys(EDGES, 7),
    **dict.fromkeys(("forms", "schemas"), 6),
    "actions": 5,
    "documents": 4,
    "queries": 3,
    "models": 2,
    "policies": 1,
    **dict.fromkeys(WORDS, 0),
}

PLUGIN = re.compile(r"^saldo\.plugins(\.\w+)*\.\w+(:\w+)?$")

Check = Callable[[Path], list[str]]


def find_impurity(root: Path) -> list[str]:
    """What kernel, spi and policies import beside words, data and arithmetic: no framework, no database, no network."""
    return [
        f"{module.at(one.line)}: a pure room imports {one.target}"
        for module in modules(root)
        if _is_pure_room(module)
        for one in module.imports
        if not _is_pure(module, one)
    ]


def _is_pure_room(module: Module) -> bool:
    return module.context in {"saldo.kernel", "saldo.spi"} or module.room == "policies"


def _is_pure(module: Module, one: Import) -> bool:
    first, *rest = one.target.split(".")
    if first != "saldo":
        return (
            one.enters("urllib.parse")
            or (first in sys.stdlib_module_names and first not in OUTSIDE_THE_PROCESS)
            or first in PURE_PACKAGES
        )
    if rest[0] == "kernel" or (rest[0] == "spi" and module.context != "saldo.kernel"):
        return True
    # Words and decisions of other contexts are values too; which contexts these may be is the floors' business.
    return module.room == "policies" and bool(re.match(PURE_ROOM, one.target))


def find_borrowed_tables(root: Path) -> list[str]:
    """Imports of another context's models; a type hint alone may name them."""
    return [
        f"{module.at(one.line)}: imports {one.target}; read through its queries, write through its actions"
        for module in modules(root)
        for one in module.imports
        if (match := re.match(r"(saldo\.(?:base\.)?\w+)\.models\b", one.target))
        and match[1] != module.context
        and not one.for_types_only
    ]


def find_imported_edges(root: Path) -> list[str]:
    """Imports of views, api, tasks or handlers by anybody but config, runs, and the context's own urls and room."""
    breaches = []
    for module in modules(root):
        if module.context in {"saldo.config", "saldo.runs"}:
            continue
        for one in module.imports:
            match = re.match(r"(saldo\.(?:(?:base|web)\.)?\w+)\.(views|api|tasks|handlers)\b", one.target)
            if match and not (match[1] == module.context and module.room in {"urls", match[2]}):
                breaches.append(f"{module.at(one.line)}: imports the edge {one.target}; edges are leaves")
    return breaches


def find_rooms_upside_down(root: Path) -> list[str]:
    """Imports from a room to a higher one, or to one of the same rank, inside one context."""
    breaches = []
    for module in modules(root):
        rank = RANKS.get(module.room)
        for one in module.imports if rank is not None else ():
            target = one.target.removeprefix(module.context + ".").split(".")[0]
            if one.enters(module.context) and target != module.room and RANKS.get(target, -1) >= rank:
                breaches.append(
                    f"{module.at(one.line)}: {module.room} imports {target}, which stands above or beside it"
                )
    return breaches


def find_plugins_that_see_more(root: Path) -> list[str]:
    """What a plugin imports of Saldo beside spi, kernel and itself."""
    breaches = []
    for module in modules(root):
        parts = module.dotted.split(".")
        if parts[:2] != ["saldo", "plugins"]:
            continue
        allowed = ["saldo.spi", "saldo.kernel", *([".".join(parts[:4])] if len(parts) > 3 else [])]
        for one in module.imports:
            if one.enters("saldo") and not any(one.enters(package) for package in allowed):
                breaches.append(f"{module.at(one.line)}: a plugin imports {one.target}; it sees spi and kernel only")
    return breaches


def find_named_plugins(root: Path) -> list[str]:
    """Plugins that are imported, or named as a path, by anything but themselves and the wiring."""
    return [sentence for module in modules(root) for sentence in _named_plugins(module)]


def _named_plugins(module: Module) -> Iterator[str]:
    if module.context == "saldo.plugins":
        return
    for one in module.imports:
        if one.enters("saldo.plugins"):
            yield f"{module.at(one.line)}: imports the plugin {one.target}; plugins are found by name at run time"
    if module.relative != "config/wiring.py":
        for line, text in strings(module):
            if PLUGIN.match(text):
                yield f"{module.at(line)}: names the plugin {text}; only config/wiring.py does"


CHECKS: list[Check] = [
    *(find_impurity, find_borrowed_tables, find_imported_edges),
    *(find_rooms_upside_down, find_plugins_that_see_more, find_named_plugins),
]


@pytest.mark.parametrize("check", CHECKS)
def test_the_tree_keeps_the_rule(check: Check):
    assert check(SALDO) == []


PLANTS: list[tuple[Check, str, str]] = [
    (find_impurity, "kernel/money.py", "from django.db import models"),
    (find_impurity, "kernel/money.py", "import saldo.base.tenants.frame"),
    (find_impurity, "kernel/money.py", "from saldo.spi.gateway import Checkout"),
    (find_impurity, "spi/gateway.py", "def f():\n    import urllib.request"),
    (find_impurity, "invoices/policies/totals.py", "from saldo.invoices.models import Invoice"),
    (find_impurity, "invoices/policies/totals.py", "from saldo.invoices.queries import get_invoice"),
    (find_impurity, "invoices/policies/totals.py", "from saldo.taxes.queries import list_tax_codes"),
    (find_impurity, "invoices/policies/totals.py", "import urllib.request"),
    (find_impurity, "invoices/policies/totals.py", "import psycopg"),
    (find_impurity, "base/people/policies/permissions.py", "from django.conf import settings"),
    (find_borrowed_tables, "invoices/queries.py", "from saldo.customers.models import Customer"),
    (find_borrowed_tables, "invoices/queries.py", "from saldo.customers import models"),
    (find_borrowed_tables, "invoices/queries.py", "def f():\n    from saldo.base.files.models.file import File"),
    (find_borrowed_tables, "web/portal/views/pay.py", "from saldo.invoices.models import Invoice"),
    (find_imported_edges, "collections/actions/x.py", "from saldo.invoices.views.issue import issue"),
    (find_imported_edges, "invoices/actions/x.py", "from saldo.invoices.tasks import make_documents"),
    (find_imported_edges, "invoices/actions/x.py", "from saldo.invoices import handlers"),
    (find_imported_edges, "invoices/views/x.py", "from saldo.invoices.api import router"),
    (find_imported_edges, "web/console/urls.py", "from saldo.invoices.views import issue"),
    (find_imported_edges, "invoices/actions/x.py", "from saldo.base.people.views import sign_in"),
    (find_rooms_upside_down, "invoices/models/invoice.py", "from saldo.invoices.queries import get_invoice"),
    (find_rooms_upside_down, "invoices/queries.py", "from saldo.invoices.actions import issue_invoices"),
    (find_rooms_upside_down, "invoices/actions/x.py", "from saldo.invoices.forms import DraftForm"),
    (find_rooms_upside_down, "invoices/forms.py", "from saldo.invoices.schemas import DraftIn"),
    (find_rooms_upside_down, "invoices/errors.py", "from saldo.invoices.policies.totals import totals"),
    (find_rooms_upside_down, "invoices/tasks.py", "from saldo.invoices.views import x"),
    (find_plugins_that_see_more, "plugins/channels/smtp/plugin.py", "from saldo.base.files.queries import get_file"),
    (find_plugins_that_see_more, "plugins/channels/smtp/plugin.py", "from saldo.plugins.channels.memory import x"),
    (find_named_plugins, "payments/actions/charge.py", "from saldo.plugins.gateways.null import plugin"),
    (find_named_plugins, "demo/seed.py", 'GATEWAY = "saldo.plugins.gateways.null:NullGateway"'),
]


@pytest.mark.parametrize(("check", "relative", "text"), PLANTS)
def test_a_planted_import_is_found(tmp_path: Path, check: Check, relative: str, text: str):
    assert len(check(plant(tmp_path, {relative: text}))) == 1


ALLOWED: list[tuple[str, str]] = [
    ("kernel/money.py", "from decimal import Decimal\nfrom saldo.kernel.errors import BadInput"),
    ("invoices/policies/totals.py", "from saldo.kernel.money import Money\nfrom saldo.invoices.choices import Kind"),
    ("invoices/policies/totals.py", "from saldo.invoices.policies.due_date import due_date"),
    ("invoices/policies/totals.py", "from saldo.taxes.policies.round_tax import round_tax\nimport urllib.parse"),
    ("invoices/actions/x.py", "from saldo.invoices.models import Invoice\nfrom saldo.invoices.queries import lock"),
    ("invoices/queries.py", "if TYPE_CHECKING:\n    from saldo.customers.models import Customer"),
    ("invoices/urls.py", "from saldo.invoices.views.issue_invoices import issue_invoices"),
    ("invoices/views/__init__.py", "from saldo.invoices.views.issue_invoices import issue_invoices"),
    ("config/urls.py", "from saldo.invoices import api"),
    ("runs/night.py", "from saldo.invoices.tasks import make_documents"),
    ("base/tenants/writer.py", "from saldo.base.tenants.frame import current_frame"),
    ("plugins/channels/smtp/plugin.py", "from saldo.spi.channel import Channel\nimport smtplib"),
    ("plugins/channels/smtp/plugin.py", "from saldo.plugins.channels.smtp.parse import parse"),
    ("config/wiring.py", 'BUNDLED = {"smtp": "saldo.plugins.channels.smtp:SmtpChannel"}'),
]


@pytest.mark.parametrize(("relative", "text"), ALLOWED)
def test_what_is_allowed_is_no_breach(tmp_path: Path, relative: str, text: str):
    root = plant(tmp_path, {relative: text})
    assert [sentence for check in CHECKS for sentence in check(root)] == []
