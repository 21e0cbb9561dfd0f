"""Your data: a data set of one's own read, its names mapped to synsets, and kept."""
