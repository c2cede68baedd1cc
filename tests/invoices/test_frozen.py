"""X2: what is issued cannot be changed, by anybody, through any door."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.db.utils import DatabaseError, IntegrityError

from saldo.invoices.queries import get_invoice
from tests.factories.customers import make_customer
from tests.factories.invoices import make_draft, make_issued

CHANGES = [
    "UPDATE invoices_invoice SET total_minor = total_minor + 1",
    "UPDATE invoices_invoice SET number = 'FT 2026/999'",
    "UPDATE invoices_invoice SET issued_on = issued_on - 1",
    "UPDATE invoices_invoice SET due_on = due_on + 1",
    "UPDATE invoices_invoice SET title = 'Something else'",
    "UPDATE invoices_invoice SET customer_id = id",
    "UPDATE invoices_invoice SET state = 'draft', number = NULL, open_minor = 0",
    "DELETE FROM invoices_invoiceline",
    "UPDATE invoices_invoiceline SET description = 'Something else'",
    "INSERT INTO invoices_invoiceline SELECT tenant_id, gen_random_uuid(), 99 FROM invoices_invoice",
]
ADD_LINE = """
    INSERT INTO invoices_invoiceline (tenant_id, id, invoice_id, position, description, detail, quantity, unit,
        unit_price, discount_percent, tax_category, tax_rate, net_minor)
    SELECT tenant_id, gen_random_uuid(), invoice_id, position + 1, description, detail, quantity, unit,
        unit_price, discount_percent, tax_category, tax_rate, net_minor FROM invoices_invoiceline
"""
CHANGES[-1] = ADD_LINE


@pytest.mark.parametrize("statement", CHANGES)
def test_the_application_cannot_change_what_is_issued(house, clock, frame_of, statement):
    make_issued(house, clock, make_customer(house, clock))
    refused = pytest.raises(IntegrityError, match="cannot be changed")
    with refused, frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "DELETE FROM invoices_invoice",
        "UPDATE invoices_invoicecontent SET content = '{}'",
        "DELETE FROM invoices_invoicecontent",
        "DELETE FROM invoices_documentwords",
        "TRUNCATE invoices_invoice CASCADE",
        "TRUNCATE invoices_invoiceline",
    ],
)
def test_not_even_the_owner_can_change_what_is_issued(house, clock, owner_connection, statement):
    make_issued(house, clock, make_customer(house, clock))
    with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="cannot be changed"):
        owner_connection.execute(statement)


@pytest.mark.parametrize("table", ["invoices_invoicecontent", "invoices_documentwords", "invoices_invoicedocument"])
def test_the_application_may_not_touch_what_is_frozen(house, frame_of, table):
    refused = pytest.raises(DatabaseError, match="permission denied")
    with refused, frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_draft_is_free(house, clock, frame_of):
    draft = make_draft(house, clock, make_customer(house, clock))
    with frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute("UPDATE invoices_invoice SET title = 'Something else'")
        assert get_invoice(house.tenant_id, draft).title == "Something else"
        cursor.execute("DELETE FROM invoices_invoiceline")
        cursor.execute("DELETE FROM invoices_invoice")


def test_settlement_and_delivery_stay_free(house, clock, frame_of):
    invoice_id = make_issued(house, clock, make_customer(house, clock), "10.00")
    with frame_of(house.tenant_id), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE invoices_invoice SET open_minor = 0, state = 'settled', settled_on = issued_on,"
            " delivery = 'accepted', delivery_at = now()"
        )
        assert get_invoice(house.tenant_id, invoice_id).state == "settled"
