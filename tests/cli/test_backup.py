"""`saldo backup` and `saldo restore`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Installation


def test_a_backup_restored_into_an_empty_database_is_a_working_installation(
    ready: Installation, empty: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "saldo.dump"
    told = ready.facts("backup", str(file))
    assert told["size_bytes"] == file.stat().st_size > 10_000
    assert file.stat().st_mode & 0o777 == 0o600
    assert empty.run("restore", str(file)).returncode == 0
    assert empty.ask("SELECT name FROM tenants_tenant") == "Alice & Filhos"
    assert empty.ask("SELECT count(*) FROM pg_policies") == ready.ask("SELECT count(*) FROM pg_policies") > 0
    assert empty.facts("setup")["migrations"] == 0
    findings = empty.facts("doctor")["findings"]
    assert [finding for finding in findings if finding["status"] == "fail"] == []
    assert empty.run("worker", "--once").returncode == 0


def test_a_database_with_tables_is_replaced_only_by_force(copy: Installation, tmp_path: Path) -> None:
    file = str(tmp_path / "saldo.dump")
    assert copy.run("backup", file).returncode == 0
    copy.ask("UPDATE tenants_tenant SET name = 'Changed since'")
    copy.ask("CREATE TABLE made_since (id int)")
    refused = copy.run("restore", file)
    assert refused.returncode == 1
    assert "--force" in refused.stderr
    assert copy.ask("SELECT name FROM tenants_tenant") == "Changed since"
    assert copy.facts("restore", file, "--force")["replaced"] is True
    assert copy.ask("SELECT name FROM tenants_tenant") == "Alice & Filhos"
    assert copy.ask("SELECT to_regclass('made_since')") is None
    assert copy.run("worker", "--once").returncode == 0


def test_a_damaged_file_changes_nothing_even_by_force(copy: Installation, tmp_path: Path) -> None:
    file = tmp_path / "saldo.dump"
    assert copy.run("backup", str(file)).returncode == 0
    whole = file.read_bytes()
    for damaged in (b"not a backup", whole[: len(whole) // 2], whole[:-2000], whole[:-1]):
        file.write_bytes(damaged)
        ended = copy.run("restore", str(file), "--force")
        assert ended.returncode == 1
        assert "Nothing was restored" in ended.stderr
        assert copy.ask("SELECT name FROM tenants_tenant") == "Alice & Filhos"


def test_a_file_that_exists_is_kept_unless_forced(ready: Installation, tmp_path: Path) -> None:
    file = tmp_path / "saldo.dump"
    file.write_text("precious")
    assert ready.run("backup", str(file)).returncode == 1
    assert file.read_text() == "precious"
    assert ready.run("backup", str(file), "--force").returncode == 0
    assert file.read_bytes().startswith(b"PGDMP")


def test_a_backup_that_fails_leaves_no_file(ready: Installation, tmp_path: Path) -> None:
    application = ready.environment["DATABASE_URL"]  # whom the policies hold: pg_dump refuses rather than dump a part
    ended = ready.run("backup", str(tmp_path / "saldo.dump"), DATABASE_OWNER_URL=application)
    assert ended.returncode == 1
    assert list(tmp_path.iterdir()) == []


def test_what_to_restore_must_exist(ready: Installation, tmp_path: Path) -> None:
    assert ready.run("restore", str(tmp_path / "none")).returncode == 1
