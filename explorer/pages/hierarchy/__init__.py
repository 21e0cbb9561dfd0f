"""The hierarchy page, a module for each of its parts."""
