"""Payments: money that arrived, the checkouts by which customers pay, and what gateways tell about them.

A checkout is opened for chosen invoices, paid on the gateway's page, and becomes one payment however often it is told.
Verbs: connect_gateway, open_checkouts, record_payments, take_gateway_events, refresh_checkouts, void_payments.
"""
