"""The month-end summary written as files."""
