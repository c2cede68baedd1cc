from saldo.ledger.actions.post_entries import post_entries

__all__ = ["post_entries"]
