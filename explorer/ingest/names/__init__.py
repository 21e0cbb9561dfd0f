"""The class names of a user's data set and the synsets they stand for."""
