"""Papers are read back with another program: what stands on them, and what the file says of itself."""

import io
import os
import re
import signal
import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pypdf
import pytest

from saldo.base.files.documents.paper import LOOKS, SHEETS, paper_words, render_paper
from saldo.kernel.errors import BadInput
from tests.base.files.documents.contents import (
    credit_note,
    document,
    invoice,
    line,
    lines,
    receipt,
    reminder,
    smallest_invoice,
    statement,
)

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CONTENT_OF = {
    "invoice": invoice,
    "credit-note": credit_note,
    "receipt": receipt,
    "statement": statement,
    "reminder": reminder,
}


def made(sheet: str, content: dict[str, Any], language: str = "en", **options: Any) -> bytes:
    return render_paper(sheet, content, paper_words(language), **({"created_at": MADE_AT} | options))


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]


def text(sheet: str, content: dict[str, Any], language: str = "en", **options: Any) -> str:
    return "\n".join(pages(made(sheet, content, language, **options)))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_in_every_look_claims_pdf_a_3b_and_pdf_ua_1_and_is_tagged(sheet: str, look: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(made(sheet, CONTENT_OF[sheet](), look=look)))
    root = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()

    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert len(reader.pages) == 1


def test_the_file_names_its_title_author_and_instant() -> None:
    information = pypdf.PdfReader(io.BytesIO(made("invoice", invoice()))).metadata

    assert information is not None
    assert information.title == "Invoice FT 2026/118"
    assert information.author == "Atelier Norte, Lda"
    assert information.creation_date == MADE_AT


def test_only_fonts_of_the_packages_are_embedded_and_all_are() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made("invoice", invoice(title="Москва भारत"))))
    fonts = [font.get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]

    assert {re.sub(r"^.*\+|[-_].*$", "", str(font["/BaseFont"])) for font in fonts} == {"Inter", "NotoSans"}
    for font in fonts:
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        assert any(name.startswith("/FontFile") for name in descriptor)


@pytest.mark.parametrize("sheet", SHEETS)
def test_the_same_input_gives_the_same_bytes(sheet: str) -> None:
    first = made(sheet, CONTENT_OF[sheet]())
    made("invoice", invoice(number="in between"))

    assert made(sheet, CONTENT_OF[sheet]()) == first
    assert made(sheet, CONTENT_OF[sheet](), created_at=MADE_AT + timedelta(seconds=1)) != first


def test_an_invoice_says_how_much_by_when_and_with_which_reference() -> None:
    said = text("invoice", invoice())

    for part in (
        "Invoice FT 2026/118",
        "To pay €6,461.74 or €6,332.51 by 2 Dec 2026",
        "By 22 December 2026 30 days from the invoice date",
        "Reference RF05 2026 118",
        "Studio Łódź sp. z o.o.",
        "5 Oct – 20 Nov 2026",
        "38.5",
        "1.0125",
        "Net total 5,963.55",
        "VAT 23% on 1,657.35 381.19",
        "VAT 6% on 1,950.00 117.00",
        "Reverse charge on 2,356.20 0.00",
        "Article 196 of Directive 2006/112/EC",
        "Total to pay €6,461.74",
        "IBAN PT50 0002 0123 1234 5678 9015 4",
        "pay.ateliernorte.example/k7f2m",
        "If it reaches us by 2 December 2026, €6,332.51 is enough.",
        "Write to Inês Carvalho, ines@ateliernorte.example.",
        "1 of 1",
    ):
        assert part in said


def test_a_credited_line_keeps_its_minus() -> None:
    assert "Less for the delay 1 pcs −100.00 23 −100.00" in text("invoice", invoice())


def test_the_printed_link_leads_to_the_payment_page() -> None:
    page = pypdf.PdfReader(io.BytesIO(made("invoice", invoice()))).pages[0]
    assert [note.get_object()["/A"]["/URI"] for note in page["/Annots"]] == ["https://pay.ateliernorte.example/k7f2m"]


def descriptions(element: Any) -> list[str]:
    """The texts that stand for pictures, in the order of reading."""
    element = element.get_object()
    if isinstance(element, list):
        return [said for child in element for said in descriptions(child)]
    if not isinstance(element, dict):
        return []
    return ([element["/Alt"]] if "/Alt" in element else []) + (descriptions(element["/K"]) if "/K" in element else [])


def test_the_code_that_pays_is_described_for_those_who_cannot_see_it() -> None:
    root = pypdf.PdfReader(io.BytesIO(made("invoice", invoice()))).trailer["/Root"]["/StructTreeRoot"]
    assert "Payment code for a banking app: €6,461.74, reference RF05 2026 118" in descriptions(root)


def test_polish_words_dates_and_numbers_stand_on_a_polish_invoice() -> None:
    said = text("invoice", invoice(), "pl")

    for part in (
        "Faktura FT 2026/118",
        "Do zapłaty 6 461,74 €",
        "22 grudnia 2026 30 dni od daty wystawienia",
        "Data wystawienia 22 listopada 2026",
        "05.10–20.11.2026",
        "Odwrotne obciążenie od 2 356,20",
        "Jeśli wpłata dotrze do nas do 2 grudnia 2026, wystarczy 6 332,51 €.",
        "1 z 1",
    ):
        assert part in said


@pytest.mark.parametrize(("days", "said"), [(1, "1 dzień od"), (2, "2 dni od"), (22, "22 dni od"), (30, "30 dni od")])
def test_polish_days_are_counted_in_their_plural(days: int, said: str) -> None:
    assert said in text("invoice", invoice(terms_days=days), "pl")


def test_a_credit_note_says_what_it_corrects_and_why() -> None:
    said = text("credit-note", credit_note())

    assert "Credit to you €615.00" in said
    assert "Corrects invoice FT 2026/079 15 August 2026" in said
    assert "Eight panels were not needed" in said
    assert "Total credit €615.00" in said
    assert "How to pay" not in said


def test_the_smallest_invoice_has_no_empty_places() -> None:
    said = text("invoice", smallest_invoice())

    assert "Sum 80.00" in said
    for absent in ("VAT", "Qty", "Rate", "IBAN", "How to pay", "Your order", "Questions?", "None", "none"):
        assert absent not in said


@pytest.mark.parametrize(
    "absent", ["order", "period", "terms_days", "contact", "title", "taxes", "terms", "pay", "supplied_on", "fiscal"]
)
@pytest.mark.parametrize("empty", [None, "missing"])
def test_every_optional_part_may_be_none_or_missing_alike(absent: str, empty: str | None) -> None:
    content = invoice()
    content[absent] = None
    if empty == "missing":
        del content[absent]
    if absent in ("taxes", "terms") and empty is None:
        content[absent] = []
    assert "€6,461.74" in text("invoice", content)


@pytest.mark.parametrize("absent", ["iban", "bic", "link", "qr", "reference"])
def test_every_part_of_the_pay_panel_may_be_missing(absent: str) -> None:
    pay = invoice()["pay"]
    del pay[absent]
    said = text("invoice", invoice(pay=pay))

    assert "How to pay" in said
    assert {"iban": "IBAN", "bic": "BIC", "link": "Online", "qr": "Scan", "reference": "RF05"}[absent] not in said


def test_without_an_address_to_write_to_no_sentence_has_a_hole() -> None:
    said = text("invoice", invoice(contact={"name": "Inês Carvalho"}))
    assert "Something not right? Tell us. We put the invoice on hold" in said


def test_a_term_of_the_tenant_is_said_in_its_own_words() -> None:
    said = text("invoice", invoice(terms=[{"kind": "own", "lead": "Please note.", "sentence": "We close in August."}]))
    assert "Please note. We close in August." in said


def test_other_countries_name_their_accounts_by_rows() -> None:
    pay = {"payee": "M. Silva", "rows": [{"name": "Sort code", "value": "12-34-56"}]}
    said = text("invoice", invoice(pay=pay))
    assert "Sort code 12-34-56" in said
    assert "IBAN" not in said


def test_a_zero_invoice_asks_for_nothing() -> None:
    free = [line("Warranty repair", "0.00", "0.00")]
    said = text("invoice", smallest_invoice(lines=free, net_total="0.00", total="0.00"))
    assert "To pay €0.00 there is nothing to pay" in said


def test_yen_have_no_decimals_and_dinars_three() -> None:
    yen = smallest_invoice(
        currency="JPY", exponent=0, lines=[line("Work", "1062633", "1062633")], net_total="1062633", total="1062633"
    )
    dinars = smallest_invoice(
        currency="KWD", exponent=3, lines=[line("Work", "1234.5", "1234.5")], net_total="1234.5", total="1234.5"
    )
    assert "To pay JP¥1,062,633" in text("invoice", yen)
    assert "1,062,633." not in text("invoice", yen)
    assert "To pay KWD 1,234.500" in text("invoice", dinars)
    assert "Do zapłaty 1 234,500 KWD" in text("invoice", dinars, "pl")


def test_sixty_lines_carry_their_sum_from_page_to_page() -> None:
    taxes = [{"kind": "standard", "percent": "23", "base": "740.40", "amount": "170.29"}]
    content = invoice(lines=lines(60), net_total="740.40", total="910.69", taxes=taxes)
    read = pages(made("invoice", content))

    assert len(read) > 1
    assert "Net total 740.40" in " ".join(read[1:])
    seen = 0
    for number, page in enumerate(read, start=1):
        on_page = [int(found) for found in re.findall(r"Position number (\d+)", page)]
        if number > 1 and on_page:
            assert f"Brought forward from page {number - 1} {12.34 * seen:.2f}" in page
        seen += len(on_page)
        if on_page and seen < 60:
            assert f"Carried forward to page {number + 1} {12.34 * seen:.2f}" in page
        assert f"{number} of {len(read)}" in page
    assert seen == 60
    assert "Carried forward" not in read[-1]
    assert "Brought forward" not in read[0]


def test_amounts_of_fourteen_digits_stay_whole() -> None:
    huge = "12345678901234.00"
    said = text("invoice", smallest_invoice(lines=[line("All of it", huge, huge)], net_total=huge, total=huge))
    assert said.count("12,345,678,901,234.00") >= 4


HOSTILE = '#set page(fill: red) #panic("x") $x$ *b* _i_ `c` \\ \\u{41} "q" @ref <lab> // c /* d */ {amount} </Figure>'


def test_hostile_text_comes_out_as_text() -> None:
    content = invoice(
        number='#"7"\\',
        title=HOSTILE,
        customer={"name": HOSTILE, "address_lines": [HOSTILE]},
        lines=[line(HOSTILE, "1.00", "1.00", detail=HOSTILE, unit='#"u"')],
        terms=[{"kind": HOSTILE, "sentence": HOSTILE}],
    )
    said = text("invoice", content)
    assert said.count(HOSTILE) >= 4
    assert 'Invoice #"7"\\' in said


def test_control_characters_and_lone_surrogates_do_not_reach_the_page() -> None:
    said = text("invoice", smallest_invoice(customer={"name": "Da\x00n\x1ba\ud800 \x85\u202eevil\u202c"}))
    assert "Dana" in said
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", said)


@pytest.mark.parametrize(
    "name",
    ["شركة السلام", "חברת השלום", "陳大文有限公司", "👨‍👩‍👧 😀", "\U0010fffd\ue000", "\u200b\u200d", "a\u0334\u20e3"],
)
def test_a_character_that_no_font_draws_blocks_no_invoice_and_is_seen(name: str) -> None:
    said = text("invoice", smallest_invoice(customer={"name": name}, lines=lines(1)))
    assert "�" in said
    assert "Position number 1" in said


@pytest.mark.parametrize(
    "name", ["Ελλάδα", "Москва", "Nguyễn Thị Hồng", "Zażółć gęślą jaźń", "Þórður", "Ħaġar Qim", "e\u0301té"]
)
def test_greek_cyrillic_and_all_latin_names_are_drawn(name: str) -> None:
    said = text("invoice", smallest_invoice(customer={"name": name}))
    assert "�" not in said
    assert name.replace("e\u0301", "é") in said


@pytest.mark.parametrize("name", ["W" * 200, "Long name " * 20, "Ł" * 200, "陳" * 200])
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_name_of_two_hundred_characters_stays_on_the_paper(sheet: str, name: str) -> None:
    content = CONTENT_OF[sheet](customer={"name": name, "address_lines": ["x" * 90] * 6})
    read = pypdf.PdfReader(io.BytesIO(made(sheet, content))).pages[0].extract_text()

    # 80 mm hold no more than 60 of the narrowest of these signs, so a longer run would have left its place.
    assert max(len(run) for run in read.split()) <= 60
    assert "".join(name.replace("陳", "�").split()) in "".join(read.split())


def test_a_line_taller_than_a_page_runs_on() -> None:
    tall = line("Word " * 1500, "1.00", "1.00")
    read = pages(made("invoice", invoice(lines=[tall, line("After it", "1.00", "2.00")])))
    assert " ".join(read).count("Word") == 1500
    assert "After it" in " ".join(read[1:])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"total": "80.001"}, "total"),
        ({"total": 80.0}, "total"),
        ({"total": "80,00"}, "total"),
        ({"due_on": "22.11.2026"}, "due_on"),
        ({"due_on": "20261122"}, "due_on"),
        ({"lines": []}, "lines"),
        ({"lines": [{"description": "x", "amount": "1.00"}]}, "lines.0.running_amount"),
        ({"customer": {"nam": "Dana"}}, "customer.nam"),
        ({"customer": {}}, "customer.name"),
        ({"pay": {"payee": "M", "link": "javascript:alert(1)"}}, "pay.link"),
        ({"pay": {"payee": "M", "qr": "/etc/passwd"}}, "pay.qr"),
        ({"taxes": [{"kind": "other", "base": "1.00", "amount": "0.00"}]}, "taxes.0.kind"),
        ({"terms_days": True}, "terms_days"),
        ({"exponent": 9}, "exponent"),
        ({"template_version": "../v1"}, "template_version"),
        ({"template_version": "v999"}, "template_version"),
    ],
)
def test_content_of_another_shape_is_refused_with_its_place(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        made("invoice", smallest_invoice(**changes))
    assert refused.value.field == field


def test_an_unknown_sheet_look_colour_or_naive_instant_is_refused() -> None:
    with pytest.raises(BadInput):
        made("../invoice", invoice())
    with pytest.raises(BadInput):
        made("invoice", invoice(), look="neon")
    with pytest.raises(BadInput):
        made("invoice", invoice(), accent="red; }")
    with pytest.raises(BadInput):
        made("invoice", invoice(), created_at=MADE_AT.replace(tzinfo=None))


def test_threads_set_papers_side_by_side_with_the_same_result() -> None:
    expected = {number: made("invoice", invoice(number=number)) for number in ("A 1", "A 2", "A 3")}
    found: dict[str, bytes] = {}
    threads = [
        threading.Thread(target=lambda number=number: found.update({number: made("invoice", invoice(number=number))}))
        for number in expected
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_says_so_instead_of_waiting_for_ever() -> None:
    made("invoice", invoice())
    child = os.fork()
    if child == 0:
        signal.alarm(10)
        try:
            made("invoice", invoice(number="child"))
        except RuntimeError:
            os._exit(7)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 7


def test_a_document_without_mark_or_short_name_shows_the_full_name() -> None:
    seller = document()["seller"] | {"mark": None, "short_name": None}
    assert text("invoice", invoice(seller=seller)).startswith("Atelier Norte, Lda")
