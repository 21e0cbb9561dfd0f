"""Data sets: the page and its panels."""
