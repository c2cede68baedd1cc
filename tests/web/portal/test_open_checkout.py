"""From what is owed to the gateway's page, and back: one payment, whatever is clicked."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections

from saldo.base.tenants.frame import frame
from saldo.demo.gateway.cards import CARDS
from saldo.kernel.errors import PluginError
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import connect_gateway, refresh_checkouts
from saldo.payments.queries import find_payments
from saldo.plugins.gateways.simulator import SimulatorGateway
from tests.demo.machines import CARD, ask, running_gateway, submit
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued

EUR = "EUR"


@pytest.fixture
def gateway(tmp_path):
    with running_gateway(tmp_path) as running:
        yield running


@pytest.fixture
def connected(house, clock, gateway):
    """Alice's account at the simulator."""
    with frame(house.tenant_id, clock=clock):
        connect_gateway(
            new_id(),
            legal_entity_id=house.entity_id,
            plugin="simulator",
            name="Simulator",
            config=gateway.config,
            actor=house.alice,
        )
    return gateway


@pytest.fixture
def payments(house, clock, dana):
    def read():
        with frame(house.tenant_id, clock=clock):
            return find_payments(house.tenant_id, customer_id=dana).payments

    return read


def path_of(url):
    """An absolute address as the test's client takes it."""
    return "/" + url.split("//", 1)[1].partition("/")[2]


@pytest.fixture
def choose(client, link, fields):
    """Post the form of the account page with a choice; `page` is one that was opened earlier."""

    def send(*, page=None, **more):
        return client.post(f"{link}pay/", {**fields(page or client.get(link)), **more})

    return send


@pytest.fixture
def gateway_page(client):
    """The address of the gateway's page that an answer leads to."""

    def follow(answer):
        assert answer.status_code == 303, answer.content.decode()
        page = client.get(answer.headers["Location"]).content.decode()
        return re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page)[1].replace("&amp;", "&")

    return follow


def picked(*parts):
    """Invoices and how much of each; the form names them without dashes."""
    chosen = {"how": "chosen"}
    for invoice_id, amount in parts:
        chosen |= {f"pick_{invoice_id.hex}": "on", f"part_{invoice_id.hex}": amount}
    return chosen


def test_everything_is_paid_in_one_go_and_the_way_back_says_so(
    client, choose, gateway_page, issued, connected, payments
):
    issued("1000.00")
    issued("250.50", title="Bread in April")
    back = submit(gateway_page(choose(how="all")), CARD)
    page = client.get(path_of(back.headers["location"]))
    assert page.status_code == 200
    assert "Thank you" in page.content.decode()
    assert [one.amount for one in payments()] == [Money.of("1250.50", EUR)]


def test_only_what_is_past_its_date_is_offered_first(client, clock, link, choose, gateway_page, issued, connected):
    issued("1000.00", due_in=5)
    issued("250.50", due_in=60, title="Later")
    clock.advance(days=10)
    page = client.get(link).content.decode()
    assert re.search(r'value="overdue" checked', page)
    assert "€1,000.00" in ask(gateway_page(choose(how="overdue"))).text


def test_a_part_of_one_invoice_is_shown_with_its_sum_before_it_is_paid(
    client, choose, fields, link, gateway_page, issued, connected, payments
):
    first = issued("1000.00")
    issued("250.50", title="Bread in April")
    review = choose(**picked((first, "400")))
    assert review.status_code == 200
    assert "Pay €400.00" in review.content.decode()
    answer = client.post(f"{link}pay/", fields(review))
    submit(url := gateway_page(answer), CARD)
    assert "400" in ask(url).text
    client.get(answer.headers["Location"].replace("/pay/", "/paid/"))
    assert [one.amount for one in payments()] == [Money.of("400.00", EUR)]


@pytest.mark.parametrize(
    ("amount", "why"),
    [
        ("1000.01", "Only €1,000.00 is open"),
        ("0", "above zero"),
        ("-5", "above zero"),
        ("1.005", "too many decimals"),
        ("a lot", "Write a number"),
    ],
)
def test_a_part_that_cannot_be_paid_is_refused_with_its_reason(choose, issued, connected, amount, why):
    answer = choose(**picked((issued("1000.00"), amount)))
    assert answer.status_code == 422
    assert why in answer.content.decode()


def test_a_choice_of_nothing_is_refused(choose, issued, connected):
    issued("1000.00")
    answer = choose(how="chosen")
    assert answer.status_code == 422
    assert "Choose at least one invoice" in answer.content.decode()


def test_a_page_that_is_out_of_date_is_shown_anew_before_anything_is_paid(client, link, choose, issued, connected):
    issued("1000.00")
    old = client.get(link)
    issued("250.50", title="Bread in April")
    answer = choose(page=old, how="all")
    assert answer.status_code == 422
    assert "has changed since" in answer.content.decode()
    assert "€1,250.50" in answer.content.decode()


@pytest.mark.parametrize("foreign", ["unknown", "anothers", "charlies"])
def test_an_invoice_that_is_not_ones_own_is_refused(choose, house, charlies_house, clock, issued, connected, foreign):
    own = issued("1000.00")
    if foreign == "unknown":
        other = new_id()
    else:
        where = house if foreign == "anothers" else charlies_house
        other = make_issued(where, clock, make_customer(where, clock), "77.00")
    answer = choose(**picked((own, "10"), (other, "10")))
    assert answer.status_code == 422
    assert "not open any more" in answer.content.decode()


def test_two_tabs_and_a_double_click_come_to_one_checkout(choose, gateway_page, issued, connected):
    issued("1000.00")
    answers = [choose(how="all") for _ in range(3)]
    assert len({one.headers["Location"] for one in answers}) == 1
    assert len({gateway_page(one) for one in answers}) == 1


def test_the_way_back_may_be_opened_again_and_again(client, choose, gateway_page, issued, connected, payments):
    issued("1000.00")
    back = path_of(submit(gateway_page(choose(how="all")), CARD).headers["location"])
    pages = [client.get(back) for _ in range(3)]
    assert {page.status_code for page in pages} == {200}
    assert len(payments()) == 1


def test_the_way_back_racing_the_webhook_is_one_payment(
    client, house, clock, choose, gateway_page, issued, connected, payments
):
    issued("1000.00")
    answer = choose(how="all")
    submit(gateway_page(answer), CARD)
    checkout_id = UUID(answer.headers["Location"].split("/")[-2])
    with ThreadPoolExecutor(2) as pool:

        def refresh(_):
            try:
                refresh_checkouts([checkout_id], tenant_id=house.tenant_id, actor=house.night)
            finally:
                connections.close_all()

        list(pool.map(refresh, range(2)))
    client.get(answer.headers["Location"], follow=True)
    assert len(payments()) == 1


def test_who_turns_back_is_told_that_nothing_was_taken_and_can_go_on(client, choose, gateway_page, issued, connected):
    issued("1000.00")
    answer = choose(how="all")
    page = client.get(answer.headers["Location"].replace("/pay/", "/paid/")).content.decode()
    assert "Nothing has been taken" in page
    assert answer.headers["Location"] in page


def test_a_payment_on_its_way_is_shown_and_not_asked_for_twice(client, link, choose, gateway_page, issued, connected):
    issued("1000.00")
    answer = choose(how="all")
    number = next(card.number for card in CARDS if card.slug == "slow")
    submit(gateway_page(answer), {**CARD, "number": number})
    page = client.get(answer.headers["Location"].replace("/pay/", "/paid/")).content.decode()
    assert "on its way" in page
    account = client.get(link).content.decode()
    assert "A payment of €1,000.00 is on its way" in account
    assert "/pay/" not in account


def test_a_gateway_that_is_down_takes_nothing_and_is_asked_again(
    client, choose, gateway_page, issued, connected, monkeypatch
):
    issued("1000.00")
    with monkeypatch.context() as broken:
        broken.setattr(SimulatorGateway, "checkout_url", _down)
        answer = choose(how="all")
        page = client.get(answer.headers["Location"])
        assert "cannot be reached" in page.content.decode()
        assert "Nothing has been taken" in page.content.decode()
    again = client.post(answer.headers["Location"])
    assert gateway_page(again).startswith(connected.url)


def _down(*_args):
    raise PluginError("unreachable", permanent=False)


def test_a_strangers_checkout_does_not_exist(client, house, clock, link_of, choose, issued, connected):
    issued("1000.00")
    where = choose(how="all").headers["Location"]
    stranger = link_of(make_customer(house, clock))
    for page in ("pay", "paid"):
        assert client.get(f"{stranger}{page}/{where.split('/')[-2]}/").status_code == 404


def test_the_gateways_page_is_not_called_by_a_link_preview(client, link, issued, connected):
    issued("1000.00")
    assert client.get(f"{link}pay/").status_code == 405


def test_who_comes_from_an_invoice_finds_it_chosen(client, link, issued, connected):
    first, second = issued("1000.00"), issued("250.50", title="Bread in April")
    page = client.get(f"{link}?invoice={second}").content.decode()
    assert re.search(r'value="chosen" checked', page)
    assert re.search(rf'name="pick_{second.hex}"[^>]* checked', page)
    assert not re.search(rf'name="pick_{first.hex}"[^>]* checked', page)
    assert client.get(f"{link}?invoice=nonsense").status_code == 200


def test_without_a_gateway_the_way_to_pay_is_a_transfer(client, link, issued):
    issued("1000.00")
    page = client.get(link).content.decode()
    assert "PT50000201231234567890154" in page
    assert "/pay/" not in page


def test_who_owes_nothing_reads_so(client, link):
    page = client.get(link)
    assert page.status_code == 200
    assert "Everything is paid" in page.content.decode()
