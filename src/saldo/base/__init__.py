"""Plumbing: tenants, people, audit, events, inbox, numbering, files."""
