"""A team's monthly operations plan: the ledger that remembers it and the numbers worked out from it."""
