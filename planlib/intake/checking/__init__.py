"""Rows of a file to rows of the ledger: every value read, every fault by line and column, every unlikely value told."""
