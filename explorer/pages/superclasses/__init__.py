"""Superclasses: the page and its panels."""
