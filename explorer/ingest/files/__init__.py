"""Uploaded bytes as a table of text: one module per layout, all within bounds."""
