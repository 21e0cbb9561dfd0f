"""Bounding boxes: which classes have them, how many, how large and where."""
