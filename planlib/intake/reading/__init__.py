"""Bytes of a file to one table of texts: what it is, its encoding or sheet, its header, and what is no row of data."""
