"""`saldo doctor`."""

from __future__ import annotations

from tests.cli.conftest import Installation


def statuses(installation: Installation, **environment: str) -> dict[str, str]:
    findings = installation.facts("doctor", **environment)["findings"]
    return {finding["check"]: finding["status"] for finding in findings}


def test_a_fresh_installation_is_well_and_says_that_mail_is_held(ready: Installation) -> None:
    ended = ready.run("doctor")
    assert ended.returncode == 0
    assert "warn  mail  mail is held" in ended.stdout
    assert "fail" not in ended.stdout.replace("0 failed", "")
    assert statuses(ready, SALDO_SMTP_URL="smtp://localhost:25")["mail"] == "ok"


def test_each_fault_is_found_and_the_rest_still_looked_at(ready: Installation, empty: Installation) -> None:
    sound = statuses(ready)
    assert statuses(ready, SALDO_SECRET_KEY="")["secret key"] == "fail"
    assert statuses(ready, SALDO_SECRET_KEY="short")["secret key"] == "warn"
    assert statuses(ready, SALDO_DATA="/proc/saldo")["data folder"] == "fail"
    assert statuses(ready, DATABASE_URL=ready.environment["DATABASE_OWNER_URL"])["role"] == "fail"
    assert statuses(empty)["tables"] == "fail"
    unreachable = statuses(ready, DATABASE_URL="")
    assert unreachable["database"] == "fail"
    assert unreachable["fonts"] == sound["fonts"] == "ok"
    assert ready.run("doctor", DATABASE_URL="").returncode == 1
