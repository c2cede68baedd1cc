"""The simulator gateway: a payment provider that takes no money, with everything that goes wrong at a real one.

A JSON API (`api`), a hosted card page (`pay_pages`), a back office (`back_office`) and signed webhooks (`webhooks`)
over one SQLite file (`schema.sql`). What a charge may do is in `charges`; which card does what is in `cards`. Run it
with `python -m saldo.demo.gateway`. Only its own test cards are taken, and only their last four digits are kept.

An order's metadata may ask for trouble: `simulator_webhook_delay_seconds` and `simulator_settle_seconds` (0 to 3600),
`simulator_webhook_copies` (1 to 10), `simulator_webhook_order` (as_happened, reversed) and `simulator_fault` (none,
outage: 503 at the first try; answer_lost: done, but the line is cut before the answer).
"""
