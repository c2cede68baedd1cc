from saldo.customers.models.contact import Contact
from saldo.customers.models.customer import Customer
from saldo.customers.models.customer_name import CustomerName
from saldo.customers.models.portal_link import PortalLink

__all__ = ["Contact", "Customer", "CustomerName", "PortalLink"]
