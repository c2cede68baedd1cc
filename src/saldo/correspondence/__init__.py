"""Correspondence: every message in and out on one timeline per customer, with the truth about its delivery.

States of a message: held → queued → sending → accepted → delivered | bounced, or refused, uncertain, cancelled; a note
is written, and what a customer wrote in the portal is received. `accepted` means that the mail server took it;
`delivered` only that a provider said so. A message found in `sending` after its lease was handed over, or not, by a
worker that is gone: it goes out again under the same Message-ID where a second copy does less harm than none, and is
uncertain otherwise.

Verbs: send_messages; carry_messages (outside a frame: claim_messages, hand over, record_attempts), resume_messages,
retry_messages, cancel_messages, postpone_messages; record_delivery_events, take_inbound_mail, issue_inbound_address;
write_note, log_calls; record_inbound_messages, record_opened. A context with conditions of its own sends by its own
job, which calls carry_messages with its check.
"""
