from saldo.customers.actions.create_customers import create_customers
from saldo.customers.actions.mark_bounced import mark_bounced
from saldo.customers.policies.check_customer import NewContact, NewCustomer

__all__ = ["NewContact", "NewCustomer", "create_customers", "mark_bounced"]
