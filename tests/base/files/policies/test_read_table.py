from __future__ import annotations

import time
import tracemalloc
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saldo.base.files.policies import read_table as module
from saldo.base.files.policies.read_table import MAX_CELL_LENGTH, MAX_COLUMNS, read_table
from saldo.kernel.errors import BadInput

TEXT = "número;nome;cidade\n1;José;Évora\n2;Ana;São Paulo\n"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(content).rows()]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("windows-1252", "windows-1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings_are_told_apart(encoding, found):
    table = read_table(TEXT.encode(encoding))
    assert (table.encoding, table.header) == (found, ("número", "nome", "cidade"))
    assert [row.cells for row in table.rows()] == [("1", "José", "Évora"), ("2", "Ana", "São Paulo")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_told_apart(delimiter, end):
    lines = [delimiter.join(line) for line in (("number", "amount", "note"), ("1", "10", "a b"), ("2", "20", ""))]
    table = read_table(end.join(lines).encode())
    assert table.delimiter == delimiter
    assert [row.cells for row in table.rows()] == [("1", "10", "a b"), ("2", "20", "")]


def test_decimal_commas_do_not_pass_for_separators():
    content = b"number;amount;rate\n1;10,50;1,5\n2;1.200,00;2,5\n"
    assert cells(content) == [("1", "10,50", "1,5"), ("2", "1.200,00", "2,5")]


def test_a_heading_with_another_delimiter_inside_does_not_mislead():
    content = b'number,"name; first, last",city\n1,"Ana; Sousa, A",Porto\n2,"Rui; B, C",Faro\n'
    assert read_table(content).delimiter == ","


def test_the_separator_that_excel_writes_down_is_believed():
    table = read_table(b"sep=|\r\na,b|c\r\n1,2|3\r\n")
    assert table.header == ("a,b", "c")
    assert [(row.number, row.cells) for row in table.rows()] == [(3, ("1,2", "3"))]


def test_rows_keep_the_numbers_that_a_spreadsheet_shows():
    content = b'number,note\n1,"two\nlines"\n\n , \n2,"a ""quoted"" word"\n'
    assert [(row.number, row.cells) for row in read_table(content).rows()] == [
        (2, ("1", "two\nlines")),
        (5, ("2", 'a "quoted" word')),
    ]


def test_empty_lines_above_the_header_are_passed_over():
    table = read_table(b"\n,,\nnumber,name\n1,Ana\n")
    assert (table.header, table.header_number) == (("number", "name"), 3)
    assert [(row.number, row.cells) for row in table.rows()] == [(4, ("1", "Ana"))]


def test_rows_can_be_read_again():
    table = read_table(b"a,b\n1,2\n")
    assert list(table.rows()) == list(table.rows()) != []


def test_short_rows_are_filled_and_long_ones_refused_alone():
    table = read_table(b"a,b,c\n1\n1,2,3,,\n1,2,3,4\n4,5,6\n")
    first, second, third, fourth = table.rows()
    assert (first.cells, second.cells, fourth.cells) == (("1", "", ""), ("1", "2", "3"), ("4", "5", "6"))
    assert (third.refusal.item, third.refusal.code) == (4, "too_many_cells")
    assert first.refusal is second.refusal is fourth.refusal is None


def test_a_very_long_cell_is_refused_alone():
    bad, good = read_table(b"a,b\n1," + b"x" * (MAX_CELL_LENGTH + 1) + b"\n2,y\n").rows()
    assert (bad.refusal.code, good.cells) == ("cell_too_long", ("2", "y"))


@pytest.mark.parametrize("formula", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)", "-2", "=HYPERLINK(1)"])
def test_a_formula_is_text_and_stays_text(formula):
    assert cells(f"a;b\n1;{formula}\n".encode()) == [("1", formula)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\xef\xbb\xbf", "empty_file"),
        (b"\n \n,,,\n", "empty_file"),
        (bytes(range(256)), "not_text"),
        (b"number,name\n1,\x00\n", "not_text"),
        (b"number,name\n1,\x81\n", "not_text"),
        (b"\xff\xfeodd", "not_text"),
        (b"PK\x03\x04 and so on", "not_text"),
        (b"%PDF-1.7", "not_text"),
        (b"\xd0\xcf\x11\xe0", "not_text"),
        (b"\xef\xbb\xbfa,b\n\xe9,1\n", "not_text"),
        (b"a,A\n1,2\n", "duplicate_column"),
        (b",".join(b"%d" % n for n in range(MAX_COLUMNS + 1)), "too_many_columns"),
        (b'"never closed', "bad_quotes"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, code):
    with pytest.raises(BadInput) as caught:
        read_table(content)
    assert caught.value.code == code and caught.value.sentence.endswith(".")


@pytest.mark.parametrize("row", ['3,"never closed\n4,x\n', '3,"closed" and more\n', '3,"' + "x\n" * 100_000])
def test_quotation_marks_that_go_wrong_are_refused_with_the_row(row):
    rows = read_table(f"a,b\n1,2\n{row}".encode()).rows()
    assert next(rows).cells == ("1", "2")
    with pytest.raises(BadInput, match="bad_quotes: In row 3 "):
        list(rows)


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 20)
    assert read_table(b"a,b\n" + b"1,2\n" * 4).header == ("a", "b")
    with pytest.raises(BadInput, match="too_large"):
        read_table(b"a,b\n" + b"1,2\n" * 5)


def test_a_file_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 3)
    assert len(cells(b"a,b\n1,2\n1,2\n1,2\n")) == 3
    with pytest.raises(BadInput, match="too_many_rows"):
        cells(b"a,b\n1,2\n1,2\n1,2\n1,2\n")


def test_two_hundred_thousand_rows_take_seconds_and_little_memory():
    line = b"1234567,Padaria S\xc3\xa3o Jo\xc3\xa3o Lda,2026-03-02,2026-04-01,1234.56,EUR,PT,padaria@example.test\n"
    content = b"number,name,issued,due,amount,currency,country,email\n" + line * 200_000
    started = time.monotonic()
    assert sum(1 for _ in read_table(content).rows()) == 200_000
    assert time.monotonic() - started < 10
    tracemalloc.start()
    try:
        for row in read_table(content[: 52 + len(line) * 20_000]).rows():
            assert len(row.cells) == 8
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * 1024 * 1024  # a few chunks, and nothing that grows with the rows


word = st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=12)
rows_of_text = st.lists(st.tuples(word, word, word), max_size=8)


@given(rows_of_text, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_a_spreadsheet_writes_comes_back(rows, delimiter, encoding):
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    content = "\r\n".join([delimiter.join(("first", "second", "third")), *quoted]).encode(encoding)
    expected = [tuple(cell.strip() for cell in row) for row in rows if any(cell.strip() for cell in row)]
    assert cells(content) == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(content):
    with suppress(BadInput):
        table = read_table(content)
        assert all(row.refusal or len(row.cells) == len(table.header) for row in table.rows())
