"""Taxes: which tax, how much, which words on the paper. Rounded as EN 16931 says: per category and rate, on the sum.

Verbs: create_tax_codes.
"""
