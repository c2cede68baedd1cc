"""Money goes through one door: `ledger.actions.post_entries` holds the only statement that writes ledger tables.

Why one site: it is the one place that checks keys, writes an entry's postings in one statement, and moves the cached
balances with them. A second writer, however careful, would have to be proved too. The database holds the other locks:
no right to change or delete, and the balance trigger.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import SALDO, Module, modules, plant, strings

DOOR = "ledger/actions/post_entries.py"

WRITING_SQL = re.compile(
    r"\b(insert\s+into|update(\s+only)?|delete\s+from(\s+only)?|merge\s+into|copy|truncate(\s+table)?)\s+"
    r"[\"'(]*(\w+\.)?\"?ledger_(entry|posting|balance)\b",
    re.IGNORECASE,
)
LEDGER_TABLE = re.compile(r"^ledger_(entry|posting|balance)$")
WRITING_CALLS = {
    *("create", "bulk_create", "get_or_create", "update_or_create", "save", "update", "bulk_update", "delete"),
    *("acreate", "abulk_create", "aget_or_create", "aupdate_or_create", "asave", "aupdate", "abulk_update", "adelete"),
    *("insert_rows", "update_rows", "_raw_delete"),
}


def find_breaches(root: Path) -> list[str]:
    """Every place but the door that writes a ledger table, through SQL, through a model or through the writer."""
    return [sentence for module in modules(root) if module.relative != DOOR for sentence in _check(module)]


def find_writes(module: Module) -> list[str]:
    """The same for one file: that the door itself is seen as a writer shows that the search sees."""
    return list(_check(module))


def _check(module: Module) -> Iterator[str]:
    for line, text in strings(module):
        if WRITING_SQL.search(text):
            yield f"{module.at(line)}: writes a ledger table in SQL; money goes through post_entries"
        elif LEDGER_TABLE.match(text) and not module.relative.startswith("ledger/"):
            yield f"{module.at(line)}: names a ledger table, out of which a statement could be made"
    models = {one.bound for one in module.imports if one.enters("saldo.ledger.models")}
    for node in ast.walk(module.syntax):
        if isinstance(node, ast.Call):
            yield from _check_call(module, node, models)


def _check_call(module: Module, call: ast.Call, models: set[str]) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in WRITING_CALLS and models & {node.id for node in ast.walk(call) if isinstance(node, ast.Name)}:
        yield f"{module.at(call.lineno)}: {name} on a ledger model; money goes through post_entries"
    if name == "get_model" and "ledger" in ast.unparse(call).lower() and "/migrations/" not in module.relative:
        yield f"{module.at(call.lineno)}: reaches for a ledger model by name; money goes through post_entries"


def test_only_the_door_writes_ledger_tables():
    assert find_breaches(SALDO) == []


def test_the_door_is_seen_to_write():
    assert len(find_writes(Module(SALDO, SALDO / DOOR))) >= 2


@pytest.mark.parametrize(
    ("relative", "text"),
    [
        ("invoices/actions/x.py", 'SQL = "INSERT INTO ledger_entry (id) VALUES (%s)"'),
        ("invoices/actions/x.py", 'SQL = f"insert  into\\n \\"ledger_posting\\" (id) VALUES ({1})"'),
        ("invoices/actions/x.py", 'SQL = "UPDATE public.ledger_balance SET minor = 0"'),
        ("demo/story.py", 'SQL = "TRUNCATE ledger_entry"'),
        ("demo/story.py", 'cursor.copy("COPY ledger_posting (id) FROM STDIN")'),
        ("demo/story.py", 'statement = sql.SQL("DELETE FROM {}").format(sql.Identifier("ledger_entry"))'),
        ("ledger/actions/y.py", "from saldo.ledger.models import Entry\nEntry.objects.create(id=1)\n"),
        ("ledger/actions/y.py", "from saldo.ledger.models import Entry\nEntry(id=1).save(force_insert=True)\n"),
        (
            "ledger/actions/y.py",
            "from saldo.ledger.models.entry import Entry as E\nE.objects.filter(id=1).update(key='')\n",
        ),
        ("ledger/queries/y.py", "from saldo.ledger.models import Posting\ninsert_rows(Posting, ('id',), [])\n"),
        ("ledger/queries/y.py", "from saldo.ledger import models\nmodels.Balance.objects.bulk_create([])\n"),
        ("invoices/actions/x.py", "apps.get_model('ledger', 'Entry').objects.create()\n"),
        ("invoices/migrations/0002_x.py", 'RunSQL("insert into ledger_entry select 1")'),
    ],
)
def test_a_second_writer_is_found(tmp_path: Path, relative: str, text: str):
    assert find_breaches(plant(tmp_path, {relative: text})) != []


def test_reading_is_no_breach(tmp_path: Path):
    text = '''"""INSERT INTO ledger_entry is said here and not done."""
from saldo.ledger.models import Balance
SQL = "SELECT sum(minor) FROM ledger_posting JOIN ledger_entry USING (tenant_id, id)"
rows = Balance.objects.filter(tenant_id=1).values_list("minor")
'''
    assert find_breaches(plant(tmp_path, {"ledger/queries/balances.py": text})) == []
