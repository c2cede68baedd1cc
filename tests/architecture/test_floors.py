"""The contracts of `.importlinter` hold, and each of them is able to break."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import REPOSITORY, SALDO

CONTRACTS = REPOSITORY / ".importlinter"


def run_contracts(source: Path, *, only: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run lint-imports over the package below `source` (a folder that holds `saldo/`), all contracts or one."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"]
    command += ["--no-cache", "--config", str(CONTRACTS), *(["--contract", only] if only else [])]
    environment = {**os.environ, "PYTHONPATH": str(source)}
    return subprocess.run(command, cwd=source, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def skeleton(tmp_path: Path) -> Path:
    """Every package of the real tree as empty files: contracts look at names and imports only."""
    for path in SALDO.rglob("*.py"):
        target = tmp_path / "saldo" / path.relative_to(SALDO)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text("")
    return tmp_path


def test_the_contracts_hold():
    result = run_contracts(SALDO.parent)
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_empty_skeleton_breaks_nothing(skeleton: Path):
    result = run_contracts(skeleton)
    assert result.returncode == 0, result.stdout + result.stderr


PLANTS = [
    ("floors", "ledger/queries/x.py", "import saldo.runs"),
    ("floors", "kernel/money.py", "def late():\n    import saldo.base.tenants.frame"),
    ("floors", "web/x.py", "import saldo.runs"),
    ("floors", "unknown/__init__.py", ""),
    ("base", "base/tenants/frame.py", "import saldo.base.people.queries"),
    ("base", "base/money/__init__.py", ""),
    ("web", "web/ui/x.py", "import saldo.web.portal.urls"),
    ("circles", "base/tenants/frame.py", "import saldo.base.tenants.writer"),
    ("pure", "kernel/money.py", "import django.db"),
    ("pure", "spi/gateway.py", "from psycopg import sql"),
    ("ledger", "runs/x.py", "from saldo.ledger.models import Entry"),
    ("plugins-alone", "plugins/channels/one/__init__.py", "import saldo.plugins.gateways.two"),
    ("plugins-unnamed", "runs/x.py", "import saldo.plugins.gateways.two"),
]


@pytest.mark.parametrize(("contract", "relative", "text"), PLANTS)
def test_a_planted_import_breaks_its_contract(skeleton: Path, contract: str, relative: str, text: str):
    package = skeleton / "saldo"
    for needed in (
        "runs/__init__.py",
        "web/portal/urls.py",
        "web/portal/__init__.py",
        "plugins/gateways/two/__init__.py",
    ):
        (package / needed).parent.mkdir(parents=True, exist_ok=True)
        (package / needed).touch()
    (package / "base/tenants/writer.py").write_text("import saldo.base.tenants.frame")
    path = package / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    result = run_contracts(skeleton, only=contract)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "BROKEN" in result.stdout


def test_every_contract_is_shown_able_to_break():
    parser = configparser.ConfigParser()
    parser.read(CONTRACTS)
    written = {
        section.removeprefix("importlinter:contract:") for section in parser.sections() if ":contract:" in section
    }
    assert written == {contract for contract, _, _ in PLANTS}


def test_the_copy_is_what_is_linted(skeleton: Path):
    shutil.rmtree(skeleton / "saldo" / "kernel")
    assert "saldo.kernel" in run_contracts(skeleton).stdout
