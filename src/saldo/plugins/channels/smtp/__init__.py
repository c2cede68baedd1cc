"""E-mail over SMTP: sends through a mail server, and reads the reports about failed delivery that come back.

Config for sending: `host`; optional `port`, `security` (none, starttls, tls; default starttls, or none on the loopback
address), `username` and `password`, `envelope_sender` (where reports go back to; default the sender's address),
`helo_name`, `ca_file`, `timeout_seconds` (30). Config for reports: `events_secret`, under which the program that posts
them signs: `Saldo-Signature: t=<unix>,v1=<hex hmac-sha256 of "t.body">`, the body being the raw report. Where
the mail server cannot sign, no `events_secret` is set and `verified` is "address": the caller says that the report came
to an address that only our mail server knows.
"""

from __future__ import annotations

from saldo.plugins.channels.smtp.channel import SmtpChannel

PLUGIN = SmtpChannel()
