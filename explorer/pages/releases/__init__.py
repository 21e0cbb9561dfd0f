"""Releases: the page and its panels."""
