"""Tenants and their legal entities; the frame that isolates them and the one writer of sets.

A tenant is an account with its people. It owns legal entities: the issuers, each with its country, time zone, base
currency and brand. Row-level security compares every row with the frame's tenant; without a frame a tenant table
raises. Verbs: create_tenant, create_legal_entity, change_legal_entity, issue_secret.
"""
