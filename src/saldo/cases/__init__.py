"""Cases: why something is not paid, and what customers ask: each with its words, its answer and its end.

A case is open → closed. Kinds: a question; a dispute ("something is wrong" with an invoice, which is not asked for
meanwhile); new contact details that the customer proposes and a person confirms. What was written stands on the
customer's timeline, as messages about the case.

Verbs: open_cases, answer_cases, close_cases, confirm_contact_changes.
"""
