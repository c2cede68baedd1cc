"""The ledger: append-only journal entries in double entry, and the balances that follow from them.

`post_entries` is the door: the only place that writes here. An entry has two dates: `effective_on` (business) and
`recorded_at` (when Saldo knew). Nothing is updated or deleted; a correction is a new entry that points at the old one.
Reports for a past date, as known at an instant, come out the same for ever.
"""
