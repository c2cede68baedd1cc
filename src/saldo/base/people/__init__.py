"""People: users, their membership and role in each tenant, API keys, and what each may do.

A user is global and may belong to several tenants; what they may do is decided by their role there.
Verbs: invite_member, create_api_key, revoke_api_key.
"""
