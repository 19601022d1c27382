"""What a file's words mean: which column is which field, which name is which KPI, and what was said of it before."""
