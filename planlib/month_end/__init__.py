"""The month-end summary: what a month came to, from which screen and files are written."""
