"""People: the page and its panels."""
