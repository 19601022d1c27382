"""Documents, tables and forms written as files."""
