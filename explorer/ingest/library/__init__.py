"""The user's own data sets: created from what was read, stored, refreshed, removed."""
