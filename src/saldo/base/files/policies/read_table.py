"""A file of delimited text, from whatever program, as a header and rows.

Taken: UTF-8 with or without a byte order mark, UTF-16 with one, Windows-1252; comma, semicolon, tab or bar between
cells; any line ends; line breaks inside quotation marks; Excel's `sep=;` line. A cell is text and stays text: `=cmd`
is four letters here, and nothing in Saldo ever computes it; what writes spreadsheets has to guard against it.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from itertools import islice
from typing import Final, NamedTuple

from saldo.kernel.errors import BadInput
from saldo.kernel.outcomes import Refusal

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ROWS: Final = 500_000
MAX_COLUMNS: Final = 200
MAX_CELL_LENGTH: Final = 10_000
DELIMITERS: Final = (",", ";", "\t", "|")

_CHUNK = 1 << 20
_SAMPLE_LETTERS = 1 << 16
_SAMPLE_ROWS = 50
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
_KNOWN_BINARIES = (
    (b"PK\x03\x04", "This is a workbook or an archive. Save the sheet as CSV and try again."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook. Save the sheet as CSV and try again."),
    (b"%PDF", "This is a PDF. Export the data as CSV and try again."),
)


class Row(NamedTuple):
    """One row. `number` is the one that a spreadsheet shows: the header of a plain file is row 1.

    `cells` are as many as the header has, without blanks around them. A row that cannot be lined up with the header
    has a `refusal` whose item is the number, and its cells are not to be used.
    """

    number: int
    cells: tuple[str, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A file that was understood. Empty rows are left out; they keep their numbers."""

    header: tuple[str, ...]
    header_number: int
    encoding: str
    delimiter: str
    _content: bytes = field(repr=False)

    def rows(self) -> Iterator[Row]:
        """The rows below the header, read as they are asked for; each call begins anew.

        Raises BadInput where quotation marks are wrong ("bad_quotes": what follows cannot be told apart) and after
        MAX_ROWS ("too_many_rows").
        """
        records = _records(self._content, self.encoding, self.delimiter)
        for number, cells in islice(records, self.header_number, None):
            if number > MAX_ROWS + self.header_number:
                raise BadInput("too_many_rows", f"The file has more than {MAX_ROWS:,} rows. Cut it in two.")
            stripped = tuple(cell.strip() for cell in cells)
            if any(stripped):
                yield self._lined_up(number, stripped)

    def _lined_up(self, number: int, cells: tuple[str, ...]) -> Row:
        width = len(self.header)
        if any(cells[width:]):
            sentence = f"The row has {len(cells)} cells and the header has {width}; a cell that holds the separator "
            return _refused(number, "too_many_cells", sentence + "needs quotation marks around it.")
        if max(map(len, cells)) > MAX_CELL_LENGTH:
            return _refused(number, "cell_too_long", f"A cell has more than {MAX_CELL_LENGTH:,} letters.")
        return Row(number, (cells + ("",) * (width - len(cells)))[:width])


def read_table(content: bytes) -> Table:
    """The file's header and, as they are asked for, its rows.

    Raises BadInput with a sentence for people: "too_large", "empty_file", "not_text", "bad_quotes",
    "too_many_columns", "duplicate_column".
    """
    if len(content) > MAX_BYTES:
        raise BadInput("too_large", f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Cut it in two.")
    for signature, sentence in _KNOWN_BINARIES:
        if content.startswith(signature):
            raise BadInput("not_text", sentence)
    encoding = _encoding_of(content)
    sample = _text(content, encoding).read(_SAMPLE_LETTERS)
    said = _SEPARATOR_LINE.match(sample)
    delimiter = said[1] if said else _guess_delimiter(sample)
    for number, cells in _records(content, encoding, delimiter):
        if number == 1 and said:
            continue
        header = tuple(cell.strip() for cell in cells)
        if any(header):
            return Table(_checked_header(header), number, encoding, delimiter, content)
    raise BadInput("empty_file", "There is nothing in this file.")


def _encoding_of(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif content.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    else:
        candidates = ["utf-8", "windows-1252"]
    for encoding in candidates:
        if _is_text_in(content, encoding):
            return encoding
    raise BadInput("not_text", "This is not a text file, or one in an encoding that cannot be read. Save it as UTF-8.")


def _is_text_in(content: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(content)
    try:
        for start in range(0, len(content), _CHUNK):
            if _BINARY.search(decoder.decode(view[start : start + _CHUNK])):
                return False
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _text(content: bytes, encoding: str) -> TextIOWrapper:
    return TextIOWrapper(BytesIO(content), encoding=encoding, newline="")


def _records(content: bytes, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number, empty ones too."""
    number = 0
    try:
        for cells in csv.reader(_text(content, encoding), delimiter=delimiter, strict=True):
            number += 1
            yield number, cells
    except csv.Error:
        sentence = f"In row {number + 1} a quotation mark is not closed, or something stands after one that is."
        raise BadInput("bad_quotes", sentence) from None


def _guess_delimiter(sample: str) -> str:
    """The delimiter that cuts the header into the most cells of which every row has as many."""
    best, chosen = (0.0, 1), DELIMITERS[0]
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        if widths and widths[0] > 1:
            score = (sum(width == widths[0] for width in widths) / len(widths), widths[0])
            if score > best:
                best, chosen = score, delimiter
    return chosen


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for cells in islice(csv.reader(sample.splitlines(keepends=True), delimiter=delimiter), _SAMPLE_ROWS):
            if any(cells):
                widths.append(len(cells))
    except csv.Error:
        return []
    # The sample may end in the middle of its last row.
    return widths[:-1] if len(sample) == _SAMPLE_LETTERS and len(widths) > 1 else widths


def _checked_header(header: tuple[str, ...]) -> tuple[str, ...]:
    while header and not header[-1]:
        header = header[:-1]
    if len(header) > MAX_COLUMNS:
        raise BadInput("too_many_columns", f"The file has more than {MAX_COLUMNS} columns.")
    seen: set[str] = set()
    for name in header:
        if name and name.casefold() in seen:
            raise BadInput("duplicate_column", f"Two columns are called {name[:60]}. Rename one of them.")
        seen.add(name.casefold())
    return header


def _refused(number: int, code: str, sentence: str) -> Row:
    return Row(number, (), Refusal(number, code, sentence))
