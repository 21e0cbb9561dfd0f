"""A user's data set, in the format it has on disk, as counts by its own class names."""
