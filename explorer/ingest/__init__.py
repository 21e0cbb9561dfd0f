"""A user's own files: checked whole, then values of the same types as the built-in ones."""
