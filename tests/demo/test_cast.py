"""The demo's people, prices and words: invented, well-formed, and whole in every language."""

from __future__ import annotations

from collections import Counter

import pytest
from stdnum.br import cnpj
from stdnum.es import cif
from stdnum.gb import vat as gb_vat
from stdnum.pl import nip
from stdnum.pt import nif

from saldo.demo.cast import HABITS, PEOPLE, DemoCustomer, all_customers
from saldo.demo.says import disputes, questions
from saldo.demo.works import all_works, words_of
from saldo.kernel.locales import LOCALES

TAX_NUMBERS = {"PT": nif, "ES": cif, "PL": nip, "GB": gb_vat, "BR": cnpj}


def test_about_sixty_customers_live_in_five_countries_and_are_written_to_in_five_languages() -> None:
    cast = all_customers()
    assert 55 <= len(cast) <= 65
    assert {one.country for one in cast} == set(TAX_NUMBERS)
    assert {one.language for one in cast} == set(LOCALES)
    assert {one.currency for one in cast} == {"EUR", "GBP", "PLN"}
    assert len({one.number for one in cast}) == len({one.name for one in cast}) == len(cast)


def test_every_habit_has_customers() -> None:
    counted = Counter(one.habit for one in all_customers())
    assert set(counted) == set(HABITS)
    assert min(counted.values()) >= 3


@pytest.mark.parametrize("one", all_customers(), ids=lambda one: one.number)
def test_a_customer_is_invented_and_well_formed(one: DemoCustomer) -> None:
    assert TAX_NUMBERS[one.country].is_valid(one.tax_id.removeprefix(one.country))
    assert one.mailbox.endswith(".example")
    assert one.contact and one.salutation and one.phone and len(one.address) >= 3
    assert {*one.works, *(one.retainer or ())[:1]} <= set(all_works())


def test_nobody_who_signs_in_has_a_real_mailbox() -> None:
    assert all(one.email.endswith(".example") for one in PEOPLE)


@pytest.mark.parametrize("language", LOCALES)
def test_work_and_words_are_whole_in_every_language(language: str) -> None:
    english = all_works()
    for kind, work in english.items():
        assert len(work.lines[language]) == len(work.lines["en"]), kind
        assert work.titles[language], kind
    assert set(words_of(language)) == set(words_of("en"))
    assert len(disputes(language)) == len(disputes("en"))
    assert len(questions(language)) == len(questions("en"))
