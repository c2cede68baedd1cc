"""The mail catcher: a mail server that delivers nothing and shows everything.

It takes mail by SMTP (`smtp`), keeps it in one SQLite file (`schema.sql`), shows it on a small site (`pages`) and lists
it for tests at `/api/messages` (`api`). On wish it refuses, and reports failed deliveries to an address (`reports`).
Run it with `python -m saldo.demo.mail_catcher`.

Mail to `bounce.example` fails: `refused…@` with 550 at once, `later…@` with 450, `full…@` by a report with status
4.2.2; any other name as the switch says, with 550 at once or by a report with status 5.1.1.
"""
