"""Reminders become what people read: words by tone, then a mail with everything that is asked for."""
