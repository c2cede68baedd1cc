"""The policy's page: steps, caps and words are changed, tried before they are saved, refused where they are wrong."""

from __future__ import annotations

import pytest

from saldo.base.audit.queries import records_of
from saldo.collections.models import Policy, Reminder
from saldo.collections.policies.rules import DEFAULT_RULES
from saldo.collections.queries import current_policy
from saldo.kernel.money import Money
from tests.factories.customers import make_customer
from tests.factories.invoices import make_issued
from tests.factories.staff import browser_of, few_queries, typed

POLICY = "/settings/policy"
WORDS = f"{POLICY}/words/second/en"


@pytest.fixture
def alice(house, clock, settings):
    settings.SALDO_CLOCK = None
    return browser_of(house, clock)


@pytest.fixture
def policy(house, frame_of):
    def read():
        with frame_of(house.tenant_id):
            return current_policy(house.tenant_id, house.entity_id)

    return read


def test_the_page_shows_the_rules_in_force_in_few_queries(alice):
    with few_queries():
        page = alice.get(POLICY)
    form = page.context["form"]
    assert [form[f"after_days_{n}"].value() for n in (1, 2, 3, 4, 5)] == [1, 8, 15, 30, None]
    assert "The policy that Saldo starts with" in page.text


def test_a_step_is_taken_away_and_a_minimum_is_set_and_the_trail_keeps_both(alice, house, frame_of, policy):
    data = typed(alice.get(POLICY), after_days_4="", minimum="12.50", max_contacts="2")
    assert alice.post(POLICY, data).status_code == 302
    version, rules = policy()
    assert version == 1
    assert [step.after_days for step in rules.steps] == [1, 8, 15]
    assert (rules.minimum, rules.max_contacts) == ({"EUR": Money.of("12.50", "EUR")}, 2)
    with frame_of(house.tenant_id):
        [record] = records_of(house.tenant_id, Policy.objects.get(tenant_id=house.tenant_id).id)
    assert (len(record.before["rules"]["steps"]), len(record.after["rules"]["steps"])) == (4, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"after_days_3": "5"}, "after_days_3"),
        ({"mode_1": "drafted"}, "mode_1"),
        ({f"after_days_{n}": "" for n in range(1, 6)}, "after_days_1"),
        ({"max_contacts": "0"}, "max_contacts"),
        ({"minimum": "1.005"}, "minimum"),
        ({"after_days_2": "soon"}, "after_days_2"),
    ],
)
def test_what_cannot_be_followed_is_refused_where_it_stands(alice, policy, changes, field):
    answer = alice.post(POLICY, {**typed(alice.get(POLICY)), **changes})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert policy().version == 0


def test_rules_are_tried_before_they_are_saved(alice, house, clock, policy, frame_of):
    customer = make_customer(house, clock, number="C-1", name="Casa Mirlo")
    make_issued(house, clock, customer, "100.00", due_in=1, deliver=False)
    small = make_customer(house, clock, number="C-2", name="Pequena")
    make_issued(house, clock, small, "5.00", due_in=1, deliver=False)
    clock.advance(days=8)
    data = typed(alice.get(POLICY), minimum="10")
    page = alice.post(POLICY, {**data, "do": "try"})
    assert page.status_code == 200
    assert page.context["looked_at"] == 2
    assert "Nothing is saved or sent" in page.text
    assert policy().version == 0
    with frame_of(house.tenant_id):
        assert not Reminder.objects.exists()


def test_the_second_of_two_who_change_it_is_told_and_loses_nothing(alice, policy):
    data = typed(alice.get(POLICY), max_contacts="2")
    alice.post(POLICY, {**data, "max_contacts": "4"})
    answer = alice.post(POLICY, data)
    assert answer.status_code == 422
    assert "Somebody else has changed" in answer.text
    form = answer.context["form"]
    assert form["max_contacts"].value() == "2"
    assert alice.post(POLICY, {**data, "version": str(form["version"].value())}).status_code == 302
    assert (policy().version, policy().rules.max_contacts) == (2, 2)


def test_words_are_the_company_s_own_until_they_are_put_back(alice, policy):
    with few_queries():
        page = alice.get(WORDS)
    shipped = page.context["form"]["subject"].value()
    data = typed(page, subject="{total} with {company}", body="Dear all,\r\n\r\n{invoices} wait.")
    assert alice.post(WORDS, data).status_code == 302
    own = policy().rules.words["second"]["en"]
    assert (own.subject, own.body) == ("{total} with {company}", "Dear all,\n\n{invoices} wait.")
    assert "(your words)" in alice.get(POLICY).text
    assert alice.get(f"{POLICY}/words/second/pl").context["is_own"] is False
    again = alice.get(WORDS)
    assert alice.post(WORDS, {**typed(again), "do": "reset"}).status_code == 302
    assert policy().rules == DEFAULT_RULES or policy().rules.words.get("second", {}) == {}
    assert alice.get(WORDS).context["form"]["subject"].value() == shipped


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("subject", "You owe {amount}", "There is no {amount}. What you can name: {total}"),
        ("body", "{} and {total}", "There is no {}."),
        ("body", "{total and more", "A brace stands alone"),
        ("body", " ", "This field is required"),
    ],
)
@pytest.mark.parametrize("language", ["en", "pl", "es", "pt", "pt_BR"])
def test_a_variable_that_does_not_exist_is_refused_at_its_field(alice, policy, language, field, text, sentence):
    path = f"{POLICY}/words/first/{language}"
    answer = alice.post(path, typed(alice.get(path), **{field: text}))
    assert answer.status_code == 422
    assert sentence in str(answer.context["form"].errors[field].as_text())
    assert policy().version == 0


def test_the_preview_is_a_real_customer_s_letter_and_follows_what_is_typed(alice, house, clock):
    customer = make_customer(house, clock, number="C-1", name="Casa Mirlo")
    make_issued(house, clock, customer, "100.00", due_in=1)
    clock.advance(days=8)
    page = alice.get(WORDS)
    assert "Casa Mirlo" in page.text
    data = typed(page, body="Only {total}, please.")
    fragment = alice.post(WORDS, {**data, "do": "preview"}, headers={"HX-Request": "true"})
    assert "<html" not in fragment.text
    assert "Only €100.00, please." in fragment.text
    assert "FT 2026/001" in fragment.text


def test_a_letter_says_the_company_s_own_words(alice, house, clock, frame_of):
    from saldo.collections.documents.dry_run import dry_run
    from tests.factories.invoices import today

    path = f"{POLICY}/words/first/pl"
    alice.post(path, typed(alice.get(path), subject="Otwarte: {total}", body="Prosimy o {total}."))
    customer = make_customer(house, clock, number="C-1", name="Piekarnia")
    make_issued(house, clock, customer, "100.00", due_in=1)
    with frame_of(house.tenant_id):
        from saldo.invoices.models import Invoice

        Invoice.objects.filter(tenant_id=house.tenant_id).update(delivery="accepted")
    clock.advance(days=8)
    with frame_of(house.tenant_id):
        [line] = dry_run(house.tenant_id, house.entity_id, on=today(house))
    assert "Otwarte: 100,00" in line.subject
    assert "Prosimy o 100,00" in line.text


def test_who_may_not_change_it_does_not_see_it(house, clock, settings):
    settings.SALDO_CLOCK = None
    rita = browser_of(house, clock, "read_only")
    assert rita.get(POLICY).status_code == 403
    assert rita.get(WORDS).status_code == 403
    assert browser_of(house, clock).get(f"{POLICY}/words/rude/en").status_code == 404
