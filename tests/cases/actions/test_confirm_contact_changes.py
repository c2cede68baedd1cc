"""Contact details change when a person has looked at them, and the old address is told."""

from __future__ import annotations

from saldo.base.tenants.frame import frame
from saldo.cases.actions import confirm_contact_changes
from saldo.cases.choices import CaseKind
from saldo.correspondence.models import Message
from saldo.customers.queries import billing_of

OLD, NEW = "dana@piekarnia-pod-lipa.example", "accounts@marlowfinch.example"


def billing(house, clock, dana):
    with frame(house.tenant_id, clock=clock):
        return billing_of(house.tenant_id, [dana])[dana]


def test_a_proposal_changes_nothing(house, clock, dana, writes):
    writes(CaseKind.CONTACT_CHANGE, proposed={"email": NEW, "phone": "+44 1"})
    assert billing(house, clock, dana).email == OLD


def test_confirmed_details_are_taken_over_and_both_addresses_are_told(house, clock, dana, writes):
    proposed = {"email": NEW, "phone": "+44 20 7946 0000", "address": "1 High Street\nLeeds"}
    case_id = writes(CaseKind.CONTACT_CHANGE, proposed=proposed).only()
    with frame(house.tenant_id, clock=clock):
        confirm_contact_changes([case_id], actor=house.bob).only()
        mails = {one.recipient_email: one.body_text for one in Message.objects.filter(kind="answer")}
    card = billing(house, clock, dana)
    assert (card.email, card.phone, card.address_lines) == (NEW, "+44 20 7946 0000", ("1 High Street", "Leeds"))
    assert set(mails) == {OLD, NEW}
    assert "/p/" in mails[NEW]
    assert "/p/" not in mails[OLD]
    assert NEW not in mails[OLD]


def test_an_address_that_is_none_is_refused_and_changes_nothing(house, clock, dana, writes):
    case_id = writes(CaseKind.CONTACT_CHANGE, proposed={"email": "not an address"}).only()
    with frame(house.tenant_id, clock=clock):
        outcome = confirm_contact_changes([case_id], actor=house.bob)
    assert outcome.refused
    assert billing(house, clock, dana).email == OLD


def test_confirmed_twice_is_confirmed_once(house, clock, dana, writes):
    case_id = writes(CaseKind.CONTACT_CHANGE, proposed={"phone": "+44 1"}).only()
    for _ in range(2):
        with frame(house.tenant_id, clock=clock):
            confirm_contact_changes([case_id], actor=house.bob)
    with frame(house.tenant_id, clock=clock):
        assert Message.objects.filter(kind="answer").count() == 1
