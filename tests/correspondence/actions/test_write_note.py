"""Notes stand on the timeline and never leave the house."""

from __future__ import annotations

import pytest

from saldo.correspondence.actions import write_note
from saldo.correspondence.queries import timeline
from saldo.kernel.errors import BadInput, NotPermitted
from saldo.kernel.references import new_id


def test_a_note_stands_on_the_timeline_once_however_often_it_is_saved(house, frame_of, customer, run_jobs):
    note_id = new_id()
    for _ in range(2):
        with frame_of(house.tenant_id):
            write_note(customer, note_id=note_id, text="  Called: pays on Friday.\n", actor=house.bob)
    assert run_jobs() == 0
    with frame_of(house.tenant_id):
        [item] = timeline(house.tenant_id, customer).items
    assert (item.card.id, item.text, item.card.author_name) == (note_id, "Called: pays on Friday.", "Bob")
    assert (item.card.state, item.card.channel) == ("written", "note")


@pytest.mark.parametrize(("text", "code"), [(" \n", "empty"), ("x" * 10_001, "too_long")])
def test_an_empty_or_endless_note_is_refused_at_its_field(house, frame_of, customer, text, code):
    with frame_of(house.tenant_id), pytest.raises(BadInput) as refusal:
        write_note(customer, note_id=new_id(), text=text, actor=house.bob)
    assert (refusal.value.code, refusal.value.field) == (code, "text")


def test_who_may_only_read_writes_no_note(house, frame_of, customer):
    with frame_of(house.tenant_id), pytest.raises(NotPermitted):
        write_note(customer, note_id=new_id(), text="x", actor=house.rita)
