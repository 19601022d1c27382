"""Files to fill in and to bring back."""
