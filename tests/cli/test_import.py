"""`saldo import`: every row is taken, found unchanged or refused by name, and nothing is half-applied."""

from __future__ import annotations

import importlib
import json
import re
import resource
from pathlib import Path

import pytest

from saldo.base.tenants.actions import create_legal_entity
from saldo.base.tenants.frame import frame
from saldo.kernel.clock import FixedClock
from saldo.kernel.references import new_id
from tests.cli.conftest import Installation
from tests.cli.import_desk import CUSTOMERS, INVOICES, Desk, command, fates
from tests.factories.cast import ATELIER, House, make_house


@pytest.fixture
def desk(house: House, clock: FixedClock, settings, owner_connection) -> Desk:
    settings.SALDO_CLOCK = clock
    return Desk(house, owner_connection)


@pytest.fixture
def known(desk: Desk) -> Desk:
    """A desk that has customers C1 and C2."""
    assert desk.take("customers", CUSTOMERS)["ok"]
    return desk


def invoice(
    amount: str = "100.00", *, issued: str = "2026-01-13", due: str = "2026-02-12", currency: str = "EUR"
) -> str:
    """A file of one sound invoice, F-1, and another, F-2, that is as the test says."""
    head = "Invoice no;Customer no;Invoice date;Due date;Amount;Currency\nF-1;C1;2026-01-13;2026-02-12;100;EUR\n"
    return f"{head}F-2;C1;{issued};{due};{amount};{currency}\n"


# Columns


def test_columns_are_guessed_from_their_headings_and_shown_with_an_example(known: Desk) -> None:
    told = known.take("invoices", INVOICES)
    assert told["mapping"] == {
        "number": "Invoice no", "customer": "Customer no", "total": "Amount", "currency": "Currency",
        "issued_on": "Invoice date", "due_on": "Due date",
    }  # fmt: skip
    assert "due_on  Due date  2026-02-12" in known.read("invoices", INVOICES)


def test_a_column_that_is_told_wins_over_the_guess(known: Desk) -> None:
    content = (
        INVOICES.replace("Amount", "Amount,Outstanding sum").replace(".00,", ".00,60.00,").replace("50,E", "50,9,E")
    )
    told = known.take("invoices", content, "--map", "total=Outstanding sum")
    assert told["done"] == 2
    assert known.ask("SELECT total_minor FROM invoices_invoice ORDER BY number") == [(6000,), (900,)]


def test_a_mapping_is_saved_for_each_kind_and_used_again(desk: Desk, tmp_path: Path) -> None:
    saved = tmp_path / "ours.json"
    customers = "A,B,C\nC1,Dana,5 %\n"
    invoices = "A,B,C,D,E\nC1,F-1,01/02/2026,03/04/2026,10\n"
    assert desk.take("customers", customers, "--map", "number=A", "--map", "name=B", "--save-mapping", str(saved))["ok"]
    words = [f"--map={one}" for one in ("customer=A", "number=B", "issued_on=C", "due_on=D", "total=E")]
    words += ["--currency", "EUR", "--date-format", "day-first", "--dry-run"]
    assert desk.take("invoices", invoices, *words, "--save-mapping", str(saved))["ok"]
    assert set(json.loads(saved.read_text())) == {"customers", "invoices"}
    told = desk.take("invoices", invoices, "--mapping", str(saved))
    assert told["done"] == 1
    assert desk.ask("SELECT issued_on::text, due_on::text FROM invoices_invoice") == [("2026-02-01", "2026-04-03")]


def test_a_guess_can_be_taken_away(desk: Desk) -> None:
    told = desk.take("customers", CUSTOMERS, "--map", "email=")
    assert set(told["mapping"]) == {"number", "name"}
    assert desk.count("customers_contact") == 0


def test_a_heading_alone_does_not_make_a_country_of_numbers(desk: Desk) -> None:
    content = "customerID,countryCode\nC1,391\nC2,406\n"
    assert "countryCode is not read as country: it holds values such as 391." in desk.read("customers", content)
    assert desk.ask("SELECT number, name, country FROM customers_customer ORDER BY 1") == [
        ("C1", "C1", ""),
        ("C2", "C2", ""),
    ]


def test_a_country_with_one_wrong_code_stays_a_country_and_the_row_is_refused(desk: Desk) -> None:
    told = desk.take("customers", "customerID,countryCode\nC1,PT\nC2,406\n")
    assert fates(told) == {2: "done", 3: "unknown_country"}


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["--map", "due_on=Nowhere"], "unknown_column", "no column 'Nowhere'"),
        (["--map", "sum=Amount"], "unknown_field", "no field sum"),
        (["--map", "due_on="], "column_missing", "due_on"),
        (["--map", "Amount"], "bad_mapping", "field=Column"),
        (["--mapping", "/nowhere/at.json"], "command_failed", "/nowhere/at.json"),
        (["--currency", "EURO"], "unknown_currency", "EURO"),
        (["--date-format", "dd.mm.yyyy"], "bad_date_format", "%d-%m-%Y"),
        (["--legal-entity", "Nobody Ltd"], "usage", ATELIER["name"]),
        (["--tenant", "nobody"], "usage", "--tenant"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_advice(known: Desk, words: list[str], code: str, hint: str) -> None:
    told = known.take("invoices", INVOICES, *words)
    assert (told["code"], told["ok"]) == (code, False)
    assert hint in told["sentence"]
    assert told["exit_code"] in (1, 2)
    assert known.count("invoices_invoice") == 0


def test_without_a_column_for_the_currency_one_has_to_be_said(known: Desk) -> None:
    content = INVOICES.replace(",Currency", "").replace(",EUR", "")
    told = known.take("invoices", content)
    assert told["code"] == "currency_missing"
    assert "--currency EUR" in told["sentence"]
    assert known.take("invoices", content, "--currency", "pln")["done"] == 2
    assert known.ask("SELECT DISTINCT currency FROM invoices_invoice") == [("PLN",)]


def test_an_empty_currency_is_the_one_that_was_said_and_a_named_one_stays(known: Desk) -> None:
    known.take("invoices", INVOICES.replace("100.00,EUR", "100.00,"), "--currency", "PLN")
    assert known.ask("SELECT currency FROM invoices_invoice ORDER BY number") == [("PLN",), ("EUR",)]


# Dates


def test_a_day_that_could_be_two_is_refused_with_advice(known: Desk) -> None:
    told = known.take("invoices", invoice(issued="01/02/2026", due="03/04/2026"))
    assert told["code"] == "ambiguous_date"
    assert "day-first" in told["sentence"]


@pytest.mark.parametrize(
    ("words", "issued", "day"),
    [
        ([], "14/02/2026", "2026-02-14"),
        ([], "2/14/2026", "2026-02-14"),
        (["--date-format", "day-first"], "02/01/2026", "2026-01-02"),
        (["--date-format", "month-first"], "02/01/2026", "2026-02-01"),
        (["--date-format", "%d.%m.%y"], "02.01.26", "2026-01-02"),
        ([], "20260102", "2026-01-02"),
    ],
)
def test_the_order_of_day_and_month_is_guessed_or_told(known: Desk, words: list[str], issued: str, day: str) -> None:
    content = f"Invoice no;Customer no;Invoice date;Due date;Amount\nF-1;C1;{issued};{issued};100\n"
    assert known.take("invoices", content, "--currency", "EUR", *words)["done"] == 1
    assert known.ask("SELECT issued_on::text FROM invoices_invoice") == [(day,)]


# Bad input, each taken or refused by row


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        (invoice(currency="EURO"), "unknown_currency", "currency"),
        (invoice(currency="XXQ"), "unknown_currency", "currency"),
        (invoice("93179.352"), "too_many_decimals", "total"),
        (invoice("=cmd|' /C calc'!A0"), "not_an_amount", "total"),
        (invoice("abc"), "not_an_amount", "total"),
        (invoice(""), "missing", "total"),
        (invoice("0.00"), "total_not_positive", "total"),
        (invoice("-5.00"), "total_not_positive", "total"),
        (invoice(issued="2026-02-30", due="2026-03-30"), "impossible_date", "issued_on"),
        (invoice(issued="2026-03-03", due="2026-04-03"), "date_in_future", "issued_on"),
        (invoice(issued="soon"), "not_a_date", "issued_on"),
        (invoice(due="2026-01-12"), "due_before_issue", "due_on"),
        (invoice(due="=1+1"), "not_a_date", "due_on"),
        (invoice().replace("F-2;C1", "F-1;C1"), "duplicate_number", "number"),
        (invoice().replace("F-2;C1", "F-2;C9"), "unknown_customer", "customer"),
        (invoice().replace("F-2;C1", ";C1"), "missing", "number"),
        (invoice().replace("F-2;C1", "F-2;"), "missing", "customer"),
        (invoice("1;5"), "too_many_cells", None),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_by_number_and_field_and_nothing_is_imported(
    known: Desk, content: str, code: str, field: str | None
) -> None:
    told = known.take("invoices", content)
    assert [(row["row"], row["code"], row["field"]) for row in told["rows"] if row["code"]] == [(3, code, field)]
    assert (told["exit_code"], told["written"], told["refused"]) == (1, False, 1)
    assert known.count("invoices_invoice") == known.count("ledger_entry") == 0
    taken = known.take("invoices", content, "--take-good-rows")
    assert (taken["exit_code"], taken["done"], taken["refused"]) == (0, 1, 1)
    assert known.ask("SELECT number FROM invoices_invoice") == [("F-1",)]


@pytest.mark.parametrize(
    ("amount", "minor"),
    [("10,666,667.58", 1_066_666_758), ("1.234,50", 123_450), ("12,5", 1_250), ("1 000,00", 100_000), ("€ 7", 700)],
)
def test_amounts_are_taken_as_people_write_them(known: Desk, amount: str, minor: int) -> None:
    assert known.take("invoices", invoice(amount))["done"] == 2
    assert known.ask("SELECT total_minor FROM invoices_invoice WHERE number = 'F-2'") == [(minor,)]


def test_an_amount_with_two_readings_is_refused_until_the_mark_is_said(known: Desk) -> None:
    assert fates(known.take("invoices", invoice("1,234")))[3] == "ambiguous_amount"
    assert known.take("invoices", invoice("1,234"), "--decimal-mark", ".")["done"] == 2
    assert known.ask("SELECT total_minor FROM invoices_invoice WHERE number = 'F-2'") == [(123_400,)]


def test_thousands_without_quotation_marks_in_a_comma_file_shift_no_cell(known: Desk) -> None:
    content = INVOICES + "F-3,C1,2026-01-14,2026-02-13,10,666,667.58,EUR\n"
    assert fates(known.take("invoices", content))[4] == "too_many_cells"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16"])
def test_names_come_in_whatever_the_encoding(desk: Desk, encoding: str) -> None:
    assert desk.take("customers", "Customer no;Name\nC1;Conceição & Muñoz – Öl\n".encode(encoding))["done"] == 1
    assert desk.ask("SELECT name FROM customers_customer") == [("Conceição & Muñoz – Öl",)]


def test_a_formula_in_a_text_stays_text(desk: Desk) -> None:
    assert desk.take("customers", "Customer no;Name\nC1;=cmd|' /C calc'!A0\n")["done"] == 1
    assert desk.ask("SELECT name FROM customers_customer") == [("=cmd|' /C calc'!A0",)]


@pytest.mark.parametrize(
    ("content", "code"), [(b"", "empty_file"), (b"PK\x03\x04..", "not_text"), (b"\x00\x01", "not_text")]
)
def test_what_is_no_table_is_refused_whole(desk: Desk, content: bytes, code: str) -> None:
    assert desk.take("customers", content)["code"] == code


# Fates


def test_a_dry_run_shows_every_rows_fate_and_writes_nothing(known: Desk) -> None:
    before = known.count("audit_auditrecord")
    content = invoice("93179.352")
    told = known.take("invoices", content, "--dry-run", "--take-good-rows")
    assert told["rows"] == [
        {"row": 2, "fate": "done", "field": None, "code": None, "sentence": None},
        {"row": 3, "fate": "refused", "field": "total", "code": "too_many_decimals",
         "sentence": "93179.352 has more decimals than EUR has (2)."},
    ]  # fmt: skip
    assert (told["written"], told["dry_run"]) == (False, True)
    piped = known.read("invoices", content, "--dry-run").splitlines()
    assert "row 2  done" in piped
    assert "row 3  refused  total  93179.352 has more decimals than EUR has (2)." in piped
    shown = known.read("invoices", content, "--dry-run", terminal=True)
    assert re.search(r"row +fate +field +why", shown)
    assert known.count("invoices_invoice") == known.count("ledger_entry") == 0
    assert known.count("audit_auditrecord") == before


def test_a_dry_run_ends_as_the_import_would(known: Desk) -> None:
    for words in ([], ["--take-good-rows"]):
        codes = [known.take("invoices", invoice("93179.352"), *words, *dry)["exit_code"] for dry in (["--dry-run"], [])]
        assert codes[0] == codes[1]


def test_the_same_file_again_changes_nothing(known: Desk) -> None:
    assert fates(known.take("invoices", INVOICES)) == {2: "done", 3: "done"}
    before = known.ask("SELECT * FROM invoices_invoice ORDER BY id")
    again = known.take("invoices", INVOICES)
    assert fates(again) == {2: "unchanged", 3: "unchanged"}
    assert (again["exit_code"], again["written"]) == (0, False)
    assert known.ask("SELECT * FROM invoices_invoice ORDER BY id") == before
    assert fates(known.take("customers", CUSTOMERS)) == {2: "unchanged", 3: "unchanged"}


def test_a_number_with_other_data_than_before_is_refused(known: Desk) -> None:
    known.take("invoices", INVOICES)
    assert fates(known.take("invoices", INVOICES.replace("100.00", "100.01"))) == {2: "number_taken", 3: "unchanged"}


def test_several_names_under_one_number_become_other_names(desk: Desk) -> None:
    content = "cust_number;name_customer\nC1;COAS llc\nC1;COAS corp\nC1;COAS llc\n"
    assert fates(desk.take("customers", content)) == {2: "done", 3: "done", 4: "done"}
    assert desk.ask("SELECT name FROM customers_customer") == [("COAS llc",)]
    assert desk.ask("SELECT name FROM customers_customername") == [("COAS corp",)]


def test_a_pattern_makes_the_addresses_that_a_file_does_not_have(desk: Desk) -> None:
    content = "Customer no;E-mail\nA/1 b;\nB2;own@example.test\n"
    assert desk.take("customers", content, "--email-pattern", "{customer}@example.test")["done"] == 2
    assert desk.ask("SELECT email FROM customers_contact ORDER BY 1") == [
        ("A/1-b@example.test",),
        ("own@example.test",),
    ]


def test_a_pattern_that_gives_everybody_one_address_is_refused(desk: Desk) -> None:
    told = desk.take("customers", "Customer no\nC1\n", "--email-pattern", "all@example.test")
    assert told["code"] == "bad_email_pattern"
    assert desk.count("customers_customer") == 0


def test_customers_can_come_along_with_the_invoices_that_name_them(desk: Desk) -> None:
    told = desk.read("invoices", INVOICES)
    assert "row 2  refused  customer  There is no customer C1." in told
    assert "--create-customers" in told
    words = ("--create-customers", "--email-pattern", "{customer}@example.test")
    assert desk.take("invoices", INVOICES, *words)["done"] == 2
    assert desk.ask("SELECT email FROM customers_contact ORDER BY 1") == [("C1@example.test",), ("C2@example.test",)]


def test_a_refused_invoice_brings_no_customer_along(desk: Desk) -> None:
    told = desk.take("invoices", INVOICES.replace("250.50", "250.505"), "--create-customers", "--take-good-rows")
    assert fates(told) == {2: "done", 3: "too_many_decimals"}
    assert desk.ask("SELECT number FROM customers_customer") == [("C1",)]


def test_a_new_customers_only_invoice_is_refused_for_its_own_fault(desk: Desk) -> None:
    told = desk.take("invoices", invoice(due="2026-01-12").replace("F-2;C1", "F-2;C7"), "--create-customers")
    assert [(row["row"], row["code"], row["field"]) for row in told["rows"] if row["code"]] == [
        (3, "due_before_issue", "due_on")
    ]


# The whole


def test_a_row_refused_at_the_end_takes_back_the_chunks_before(known: Desk, monkeypatch) -> None:
    monkeypatch.setattr(importlib.import_module("saldo.imports.actions.take_rows"), "CHUNK_ROWS", 2)
    rows = [f"F-{n},C1,2026-01-13,2026-02-12,{n}.00,EUR" for n in range(1, 8)]
    content = "\n".join([INVOICES.splitlines()[0], *rows, "F-1,C2,2026-01-13,2026-02-12,1.00,EUR"])
    told = known.take("invoices", content)
    assert fates(told) == {**dict.fromkeys(range(2, 9), "done"), 9: "duplicate_number"}
    assert known.count("invoices_invoice") == 0
    assert known.take("invoices", content, "--take-good-rows")["done"] == 7
    assert known.count("invoices_invoice") == 7


def test_imported_invoices_are_owed_from_their_own_day_and_count_as_delivered(known: Desk) -> None:
    known.take("invoices", INVOICES)
    assert known.ask("SELECT DISTINCT origin, state, delivery FROM invoices_invoice") == [
        ("imported", "open", "declared")
    ]
    assert known.ask("SELECT DISTINCT kind FROM ledger_entry") == [("invoice_imported",)]
    sums = known.ask("SELECT account, sum(amount_minor)::int FROM ledger_posting GROUP BY 1 ORDER BY 1")
    assert sums == [("opening_balance", -35050), ("receivable", 35050)]


def test_with_several_issuers_one_has_to_be_named(known: Desk, clock: FixedClock) -> None:
    with frame(known.house.tenant_id, clock=clock):
        details = {**ATELIER, "name": "Atelier Sul, Lda", "short_name": "Atelier Sul"}
        south = create_legal_entity(new_id(), details=details, actor=known.house.alice)
    assert known.take("invoices", INVOICES)["code"] == "usage"
    assert known.take("invoices", INVOICES, "--legal-entity", "atelier sul, lda")["done"] == 2
    assert known.ask("SELECT DISTINCT legal_entity_id FROM invoices_invoice") == [(south.id,)]


def test_with_several_accounts_one_has_to_be_named_and_only_it_changes(known: Desk, clock: FixedClock) -> None:
    charlie = make_house(clock, name="Charlie & Co", short_name="Charlie")
    assert known.take("customers", CUSTOMERS)["code"] == "usage"
    assert known.take("customers", CUSTOMERS, "--tenant", str(charlie.tenant_id))["done"] == 2
    assert known.ask("SELECT count(*)::int FROM customers_customer GROUP BY tenant_id") == [(2,), (2,)]


# The command itself


def test_exit_codes_say_what_happened(copy: Installation, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("Customer no,Country\nC1,PT\nC2,Nowhere\n")
    refused = copy.run("import", "customers", str(file))
    assert refused.returncode == 1
    assert "row 3  refused  country" in refused.stdout
    assert "--take-good-rows" in refused.stdout
    assert copy.run("import", "customers", str(file), "--take-good-rows").returncode == 0
    assert copy.run("import", "customers", str(tmp_path / "nowhere.csv")).returncode == 1
    assert copy.run("import", "customers", str(file), "--create-customers").returncode == 2
    assert copy.run("import", "customers", str(file), DATABASE_URL="").returncode == 3


def test_the_options_are_listed_with_what_they_do() -> None:
    import argparse

    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    assert "--take-good-rows" in parser.format_help()


def test_twenty_thousand_rows_are_one_import_in_little_memory(desk: Desk) -> None:
    rows = [f"F-{n},C{n % 500},2026-01-13,2026-02-12,{n + 1}.00" for n in range(20_000)]
    content = "\n".join(["Invoice no,Customer no,Invoice date,Due date,Amount", *rows]).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = desk.take("invoices", content, "--currency", "EUR", "--create-customers")
    assert (told["done"], told["refused"], desk.count("invoices_invoice")) == (20_000, 0, 20_000)
    assert desk.take("invoices", content, "--currency", "EUR")["unchanged"] == 20_000
    grown_mib = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown_mib < 100, f"{grown_mib:.0f} MiB for a file of {len(content) / 2**20:.1f} MiB"
