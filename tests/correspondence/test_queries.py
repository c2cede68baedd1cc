"""The timeline and what is said about documents."""

from __future__ import annotations

from saldo.correspondence.actions import carry_messages
from saldo.correspondence.queries import messages, messages_about, timeline
from saldo.kernel.references import new_id


def test_the_timeline_is_read_page_by_page_newest_first(
    house, frame_of, customer, make_message, send, clock, django_assert_num_queries
):
    ids = []
    for _ in range(7):
        ids += send(make_message())
        clock.advance(minutes=1)
    seen, cursor = [], None
    with frame_of(house.tenant_id):
        for expected in (3, 3, 1):
            with django_assert_num_queries(2):
                page = timeline(house.tenant_id, customer, cursor=cursor, limit=3)
            assert len(page.items) == expected
            seen += [item.card.id for item in page.items]
            cursor = page.cursor
    assert cursor is None
    assert seen == ids[::-1]


def test_messages_about_a_document_are_found_with_their_news(
    house, frame_of, customer, make_message, send, settings, django_assert_num_queries
):
    settings.SALDO_SMTP_URL = "memory:"
    one, other, silent = new_id(), new_id(), new_id()
    [about_both] = send(make_message(about_ids=(one, other)))
    [about_one] = send(make_message(about_ids=(one,)))
    carry_messages([about_one], actor=house.night)
    with frame_of(house.tenant_id), django_assert_num_queries(2):
        found = messages_about(house.tenant_id, [one, other, silent], customer_ids=[customer])
    assert {about: [card.id for card in cards] for about, cards in found.items()} == {
        one: [about_both, about_one],
        other: [about_both],
        silent: [],
    }
    assert [news.kind for news in found[one][1].news] == ["accepted"]


def test_another_tenant_reads_nothing(house, charlies_house, frame_of, customer, make_message, send):
    about = new_id()
    [message_id] = send(make_message(about_ids=(about,)))
    with frame_of(charlies_house.tenant_id):
        for tenant_id in (house.tenant_id, charlies_house.tenant_id):
            assert timeline(tenant_id, customer).items == []
            assert messages(tenant_id, [message_id]) == {}
            assert messages_about(tenant_id, [about], customer_ids=[customer]) == {about: []}
