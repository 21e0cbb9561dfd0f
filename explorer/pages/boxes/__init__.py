"""Boxes: the page and its panels."""
