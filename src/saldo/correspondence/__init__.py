"""Correspondence: every message in and out on one timeline per customer, with the truth about its delivery.

States of a message: held → queued → sending → accepted → delivered | bounced, or refused, uncertain, cancelled.
`accepted` means the mail server took it; `delivered` only that a provider said so. Verbs: send_messages,
claim_messages, record_attempts, record_delivery_events, cancel_messages, retry_messages, write_note.
"""
