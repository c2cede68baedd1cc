"""Customers: who owes, whom to write to, and the link by which they enter their portal.

Verbs: create_customers, change_customer, import_customers, issue_portal_links, revoke_portal_links.
"""
