"""A weekly meeting: what it goes through, what is taken down in it, and what it changes in the plan."""
