"""A mail reads well on a phone, in the dark and as text, and nothing in it can be more than text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from saldo.correspondence.documents.mail import WIDTH, MailRow, MailSender, render_mail, set_row, wrap_text
from saldo.correspondence.policies.mail_colours import mail_colours

SENDER = MailSender(
    name="Atelier Norte, Lda",
    short_name="Atelier Norte",
    address="Rua de Miguel Bombarda 412, 4050-382 Porto",
    tax_id="PT509123457",
    legal_line="",
    person="Inês Carvalho",
    role="Accounts",
    phone="+351 220 000 415",
    colours=mail_colours("#d97706"),
)

FILES = {
    "story_subject.txt": "Hello {{ who }}\n",
    "story.txt": '{% extends "correspondence/mail.txt" %}{% block opening %}For {{ who }}.{% endblock %}'
    "{% block action %}Look:{% endblock %}",
    "story.html": '{% extends "correspondence/mail.html" %}{% block opening %}<p class="ink">For {{ who }}.</p>'
    "{% endblock %}{% block action %}Look{% endblock %}",
}


@pytest.fixture(autouse=True)
def templates(settings, tmp_path):
    """A small mail over the base templates."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [str(tmp_path)]}]


def render(**changes):
    context = {
        "sender": SENDER,
        "salutation": "Dear Dana",
        "recipient_company": "Studio Łódź",
        "who": "Dana",
        "action_url": "https://pay.example/p/x/",
        "rows": [MailRow("Panels & lettering", "1,720.90", "16 panels"), MailRow("Tax", "395.81")],
        "total": MailRow("Total", "2,116.71"),
    }
    return render_mail("story", context | changes, "en")


class Reader(HTMLParser):
    """Which elements a mail is made of, and what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words += data


def test_it_has_one_button_no_image_and_no_script():
    tags = Reader(render().html).tags
    assert [attributes["class"] for tag, attributes in tags if tag == "a"] == ["button"]
    assert not {"img", "script", "form", "iframe", "link"} & {tag for tag, _ in tags}
    assert not any(name.startswith("on") for _, attributes in tags for name in attributes)
    assert "url(" not in render().html


def test_without_an_address_there_is_no_button():
    assert "button" not in [attributes.get("class") for tag, attributes in Reader(render(action_url="").html).tags]


def test_styles_are_inlined_and_what_cannot_be_stays_in_the_head():
    mail = render().html
    assert f"background-color: {SENDER.colours.accent}" in mail
    [head] = re.findall(r"<style[^>]*>(.*?)</style>", mail, re.DOTALL)
    assert "prefers-color-scheme: dark" in head and "max-width: 480px" in head
    assert SENDER.colours.dark_accent in head


def test_text_and_html_say_the_same():
    mail = render()
    seen = re.sub(r"\s+", " ", Reader(mail.html).words)
    for words in ("Dear Dana,", "For Dana.", "Panels & lettering", "16 panels", "2,116.71", "Inês Carvalho"):
        assert words in seen and words in mail.text
    warning = "We never send new bank details by mail."
    assert warning in seen and warning in re.sub(r"\s+", " ", mail.text)
    assert "https://pay.example/p/x/" in mail.text
    assert "\n-- \n" in mail.text


@pytest.mark.parametrize("name", ["who", "salutation", "recipient_company"])
def test_markup_in_a_name_is_only_text(name):
    evil = '<b onclick="x">&amp;</b>"\'{{ 7*7 }}'
    mail = render(**{name: evil})
    assert "onclick" not in [attribute for _, attributes in Reader(mail.html).tags for attribute in attributes]
    assert evil in Reader(mail.html).words
    assert evil in re.sub(r"\s+", " ", mail.text)


@pytest.mark.parametrize("breaker", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_a_subject_is_one_line_whatever_it_holds(breaker):
    assert render(who=f"Dana{breaker}Bcc: eve@example.test").subject == "Hello Dana Bcc: eve@example.test"


def test_without_a_salutation_it_greets_all_the_same():
    assert render(salutation="").text.startswith("Hello,\n")


def test_the_language_is_said_and_left_as_it_was():
    with translation.override("es"):
        assert 'lang="pt-br"' in render_mail("story", {"sender": SENDER, "who": "Dana"}, "pt_BR").html
        assert translation.get_language() == "es"


@given(st.text(alphabet="ab \n\u00a0ł-/.", max_size=400))
def test_wrapped_text_keeps_every_word_and_its_order(text):
    wrapped = wrap_text(text)
    assert wrapped.split() == text.split() or "--" in text
    assert all(len(line) <= WIDTH or " " not in line.strip() for line in wrapped.splitlines())
    assert "\n\n\n" not in wrapped


@given(st.text(alphabet="abc ł", max_size=200), st.from_regex(r"[0-9]{1,3}(,[0-9]{3}){0,4}\.[0-9]{2}", fullmatch=True))
def test_amounts_of_a_table_stand_under_each_other(label, amount):
    lines = set_row(MailRow(label, amount)).split("\n")
    assert lines[-1].endswith(amount) and len(lines[-1]) == WIDTH
    assert all(len(line) <= WIDTH for line in lines)


@pytest.mark.parametrize(
    ("stored", "written"),
    [
        ("Dear Dana", "Dear Dana,"),
        ("Dzień dobry, Pani Agnieszko", "Dzień dobry, Pani Agnieszko,"),
        ("Estimada Lucía:", "Estimada Lucía:"),
        ("Dear Oliver, ", "Dear Oliver,"),
        ("Hello!", "Hello!"),
        ("", "Hello,"),
    ],
)
def test_a_salutation_gets_a_comma_only_where_it_brings_no_end_of_its_own(stored, written):
    mail = render(salutation=stored)
    assert mail.text.splitlines()[0] == written
    assert f">{written}</p>" in mail.html
    assert f"{written}," not in mail.html
