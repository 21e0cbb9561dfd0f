"""A user's own data sets: made of what was read, kept in a folder, read again, removed."""
