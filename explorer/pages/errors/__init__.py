"""Model errors: the page and its panels."""
