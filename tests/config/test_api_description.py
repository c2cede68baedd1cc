"""The OpenAPI description is true: whatever fits it is answered as it says, and nothing breaks the server."""

from __future__ import annotations

import json
from uuid import UUID

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from saldo.base.people.actions import create_api_key
from saldo.config.api import openapi_document
from saldo.kernel.money import Money
from saldo.kernel.references import new_id
from saldo.payments.actions import NewPayment
from saldo.settlement.actions import receive_payments
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued, tax_code

DESCRIPTION = json.loads(openapi_document(HttpRequest()).content)
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
SCHEMA.app = get_wsgi_application()
OPERATIONS = {one.ok().label: one.ok() for one in SCHEMA.get_all_operations()}
CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance]


@pytest.fixture
def world(house, clock, settings, frame_of):
    """A key with every scope, and ids that exist."""
    settings.SALDO_CLOCK = clock
    customer = make_customer(house, clock)
    with frame_of(house.tenant_id):
        tax_code(house, "NONE", is_default=True)
        scopes = ["customers:write", "invoices:write", "payments:write"]
        token = create_api_key("anything", scopes=scopes, actor=house.alice)[1]
        payment = NewPayment(
            id=new_id(),
            key="known",
            customer_id=customer,
            legal_entity_id=house.entity_id,
            method="cash",
            amount=Money.of("10.00", "EUR"),
            received_on=clock.now().date(),
        )
        payments = [receive_payments([payment], items={}, on=None, actor=house.alice).only()]
    invoices = [make_draft(house, clock, customer), make_issued(house, clock, customer)]
    return token, {
        "customer_id": [customer],
        "invoice_id": invoices,
        "payment_id": payments,
        "legal_entity_id": [house.entity_id],
    }


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_operation_answers_as_described(label, world):
    token, known = world

    @seed(20261122)
    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(), real=st.booleans())
    def ask(case, real):
        if real:
            _name_what_exists(case, known)
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

    ask()


def _name_what_exists(case, known: dict[str, list[UUID]]) -> None:
    """Random ids find nothing; half of the questions are about something."""
    for line in case.body.get("lines", []) if isinstance(case.body, dict) else []:
        line["tax_code"] = ""
    for holder in (case.path_parameters, case.query, case.body):
        for name in holder if isinstance(holder, dict) else ():
            if known.get(name):
                holder[name] = str(known[name][-1])


def test_the_description_names_the_key_the_idempotency_key_and_the_problems():
    assert DESCRIPTION["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    for path in DESCRIPTION["paths"].values():
        for method, operation in path.items():
            assert operation["summary"]
            assert "application/problem+json" in operation["responses"]["default"]["content"]
            named = {one["name"] for one in operation.get("parameters", [])}
            assert ("Idempotency-Key" in named) == (method == "post")
