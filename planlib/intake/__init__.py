"""From a person's file to checked rows and problems."""
