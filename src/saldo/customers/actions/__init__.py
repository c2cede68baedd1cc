from saldo.customers.actions.change_contact import change_contact
from saldo.customers.actions.change_customer import change_customer
from saldo.customers.actions.create_customers import create_customers
from saldo.customers.actions.import_customers import import_customers
from saldo.customers.actions.issue_portal_links import issue_portal_links
from saldo.customers.actions.mark_bounced import mark_bounced
from saldo.customers.actions.revoke_portal_links import revoke_portal_links
from saldo.customers.policies.check_customer import NewContact, NewCustomer
from saldo.customers.policies.read_customer_rows import CustomerRow

__all__ = [
    "CustomerRow",
    "NewContact",
    "NewCustomer",
    "change_contact",
    "change_customer",
    "create_customers",
    "import_customers",
    "issue_portal_links",
    "mark_bounced",
    "revoke_portal_links",
]
