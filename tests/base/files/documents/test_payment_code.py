"""The payload of the code is checked by making it again from the parts that the standard names."""

import segno

from saldo.base.files.documents.payment_code import payment_code, svg_of
from saldo.kernel.money import Money

IBAN = "PT50 0002 0123 1234 5678 9015 4"


def code_of(amount: str = "6461.74", currency: str = "EUR", **changes: str | None) -> str | None:
    parts = {"payee": "Atelier Norte, Lda", "iban": IBAN, "bic": "ATNOPTPLXXX", "reference": "FT 2026/118"} | changes
    return payment_code(amount=Money.of(amount, currency), **parts)  # type: ignore[arg-type]


def drawn(*fields: str) -> str:
    """The code of a payload written by hand after EPC069-12, version 2, UTF-8, error correction M."""
    return svg_of(segno.make_qr("\n".join(fields).encode(), error="m", boost_error=False, version=None, mode="byte"))


def test_a_text_reference_stands_in_the_unstructured_field() -> None:
    assert code_of() == drawn(
        "BCD", "002", "1", "SCT", "ATNOPTPLXXX", "Atelier Norte, Lda", "PT50000201231234567890154", "EUR6461.74",
        "", "", "FT 2026/118",
    )  # fmt: skip


def test_a_creditor_reference_stands_in_the_structured_field() -> None:
    assert code_of(reference="RF18 5390 0754 7034") == drawn(
        "BCD", "002", "1", "SCT", "ATNOPTPLXXX", "Atelier Norte, Lda", "PT50000201231234567890154", "EUR6461.74",
        "", "RF18539007547034",
    )  # fmt: skip


def test_there_is_no_code_outside_euro_and_its_limits() -> None:
    assert code_of("0.01") is not None
    assert code_of("999999999.99") is not None
    assert code_of("0.00") is None
    assert code_of("-1.00") is None
    assert code_of("1000000000.00") is None
    assert code_of("10.00", "PLN") is None
    assert code_of("10", "JPY") is None


def test_there_is_no_code_without_an_account_a_payee_or_a_reference() -> None:
    assert code_of(iban="") is None
    assert code_of(payee=" ") is None
    assert code_of(reference="") is None
    assert code_of(bic="NONSENSE-BIC") is None


def test_a_line_break_in_a_name_moves_no_field_and_a_long_name_is_cut() -> None:
    assert code_of(payee="Atelier\nNorte, Lda") == code_of(payee="Atelier Norte, Lda")
    assert code_of(payee="N" * 200) == code_of(payee="N" * 70)


def test_the_picture_is_svg_with_its_quiet_zone() -> None:
    picture = code_of()
    assert picture is not None
    assert picture.startswith("<svg")
    assert 'class="' not in picture
