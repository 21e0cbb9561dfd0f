"""Measurements of the budgets, each against a yardstick measured in the same run."""
