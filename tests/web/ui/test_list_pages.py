"""Lists of customers, invoices and payments are read forwards, backwards and from their other end."""

from __future__ import annotations

import html
import re
from importlib import import_module

import pytest

from tests.factories.customers import make_customers
from tests.factories.invoices import make_issued
from tests.factories.payments import make_payment
from tests.factories.staff import browser_of, few_queries

COUNT = 5
LISTS = {
    "/customers": "saldo.customers.views.find_customers",
    "/invoices": "saldo.invoices.views.find_invoices",
    "/invoices?shown=open": "saldo.invoices.views.find_invoices",
    "/payments": "saldo.settlement.views.find_payments",
}


@pytest.fixture
def alice(house, clock):
    customers = make_customers(house, clock, COUNT)
    for number, one in enumerate(customers):
        make_issued(house, clock, one, f"{number + 1}.00", due_in=number // 2)
        make_payment(house, clock, one, f"{number + 1}.00")
        clock.advance(days=number % 2)
    return browser_of(house, clock)


@pytest.fixture(params=LISTS, ids=lambda path: path.strip("/").replace("?", " "))
def path(request, monkeypatch):
    monkeypatch.setattr(import_module(LISTS[request.param]), "PAGE", 2)
    return request.param


def rows(page):
    """The addresses of the rows, in the order of the list."""
    return re.findall(r'<tr><th scope="row"[^>]*><a href="([^"]+)"', page.text)


def linked(page, rel):
    """Where "Next" or "Previous" leads; None without it."""
    found = re.search(rf'rel="{rel}" href="([^"]+)"', page.text)
    return html.unescape(found[1]) if found else None


def read(alice, path, *, query=""):
    """All pages from the first on, each as its rows; and then the same pages backwards from the last."""
    bare = path.partition("?")[0]
    page = alice.get(path + (("&" if "?" in path else "?") + query if query else ""))
    there, back = [rows(page)], []
    assert linked(page, "prev") is None
    while address := linked(page, "next"):
        with few_queries():
            page = alice.get(bare + address)
        there.append(rows(page))
    back.append(rows(page))
    while address := linked(page, "prev"):
        with few_queries():
            page = alice.get(bare + address)
        back.append(rows(page))
    return there, back


def test_the_pages_backwards_are_the_pages_forwards(alice, path):
    there, back = read(alice, path)
    assert [len(page) for page in there] == [2, 2, 1]
    assert len({row for page in there for row in page}) == COUNT
    # Backwards the pages are full from the end: the same rows in the same order, cut at other places.
    joined = [row for page in reversed(back) for row in page]
    assert joined == [row for page in there for row in page]


def test_a_list_turned_around_is_the_list_from_its_other_end(alice, path):
    forwards = [row for page in read(alice, path)[0] for row in page]
    there, back = read(alice, path, query="sort=turned")
    assert [row for page in there for row in page] == forwards[::-1]
    assert [row for page in reversed(back) for row in page] == forwards[::-1]


def test_the_sorted_column_says_how_and_turns_the_list(alice, path):
    page = alice.get(path)
    [(usual, address)] = re.findall(r'aria-sort="(\w+)"><a href="([^"]*)"', page.text)
    turned = alice.get(path.partition("?")[0] + html.unescape(address))
    [(other, home)] = re.findall(r'aria-sort="(\w+)"><a href="([^"]*)"', turned.text)
    assert {usual, other} == {"ascending", "descending"}
    assert ("shown=open" in home) == ("shown=open" in path)
    assert "sort" not in home
