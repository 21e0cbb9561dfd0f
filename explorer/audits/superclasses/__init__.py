"""Superclasses: a cut through the hierarchy, its groups, and exports of them."""
