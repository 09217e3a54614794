"""What may be done to the ledger, by noun."""
