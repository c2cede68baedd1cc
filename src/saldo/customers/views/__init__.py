from saldo.customers.views.change_contact import change_contact
from saldo.customers.views.change_customer import change_customer
from saldo.customers.views.create_customers import create_customers
from saldo.customers.views.find_customers import find_customers
from saldo.customers.views.issue_portal_links import issue_portal_links
from saldo.customers.views.revoke_portal_links import revoke_portal_links

__all__ = [
    "change_contact",
    "change_customer",
    "create_customers",
    "find_customers",
    "issue_portal_links",
    "revoke_portal_links",
]
