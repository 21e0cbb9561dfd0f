"""Mapping of the class names of a user's data set to synsets."""
