"""Signing in, as a browser does it."""

from __future__ import annotations

import pytest

from saldo.base.people.actions import admit_member

PASSWORD = "correct horse battery"


@pytest.fixture
def dora(house, frame_of):
    with frame_of(house.tenant_id):
        return admit_member(
            "dora@example.test", name="Dora", role="collector", password=PASSWORD, language="en", actor=house.night
        )


def sign_in(client, password=PASSWORD, email="Dora@Example.test "):
    return client.post("/sign-in", {"username": email, "password": password})


def test_the_right_password_signs_in(client, dora):
    assert client.get("/sign-in").status_code == 200
    assert sign_in(client).status_code == 302
    assert client.session["_auth_user_id"] == str(dora.id)


def test_a_wrong_password_is_told_without_saying_which_part_is_wrong(client, dora):
    for response in (sign_in(client, "wrong"), sign_in(client, email="nobody@example.test")):
        assert response.status_code == 200
        assert "do not belong together" in response.text


def test_repeated_failures_lock_the_sign_in(client, dora, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, "wrong")
    assert sign_in(client).status_code == 429


def test_signing_out_ends_the_session(client, dora):
    sign_in(client)
    assert client.post("/sign-out").status_code == 302
    assert "_auth_user_id" not in client.session


def test_only_a_company_of_ones_own_can_be_chosen(client, dora, house, charlies_house):
    sign_in(client)
    assert client.post("/choose-company", {"tenant_id": str(charlies_house.tenant_id)}).status_code == 404
    assert client.post("/choose-company", {"tenant_id": str(house.tenant_id)}).status_code == 302
