"""The audit trail: who changed what, when, why, before and after. Append-only, and sealed by a chain of hashes.

No role may change or delete a record, the owner of the tables included (a trigger refuses). Each night seals the day
before with a hash over its records and the previous seal; `prove_audit` recomputes the chain.
Verbs: record, seal_audit.
"""
