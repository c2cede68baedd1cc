"""An answer becomes a mail."""
