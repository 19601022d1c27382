"""Editing a plan in tables: what a table shows, what the person did to it, whether that is valid, and its record.

``sheets`` says which fields of which table are shown, ``cells`` turns a value into a cell and back, ``edits`` is
what the person changed, ``check`` makes records or problems of it, ``save`` reads from the ledger and writes to it.
Nothing here knows the screen; a new table is one more entry in ``sheets``.
"""
