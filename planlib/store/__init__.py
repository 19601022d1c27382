"""The ledger in DuckDB, and the only code that talks to it."""
