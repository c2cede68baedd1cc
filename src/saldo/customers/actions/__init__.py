from saldo.customers.actions.create_customers import create_customers
from saldo.customers.policies.check_customer import NewContact, NewCustomer

__all__ = ["NewContact", "NewCustomer", "create_customers"]
