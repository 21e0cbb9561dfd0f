"""Superclasses: a cut through the hierarchy, its groups, and what is made of them."""
