"""Customers: who owes, whom to write to, and the link by which they enter their portal.

A customer is known by its number, its name and other names; mail goes to its primary contact until it bounces. Verbs:
create_customers, change_customer, change_contact, import_customers, mark_bounced, issue_portal_links,
revoke_portal_links.
"""
