"""The customer's pages: what they owe and why, paying it, and their documents. The address is the way in.

Whoever holds the address `/p/<token>/` is the contact that it was sent to: there is no password, and no cookie gives
any right. The address expires and can be revoked.
"""
