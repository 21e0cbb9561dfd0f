"""WordNet 3.0: its nouns, the hierarchy over them, their words, and how they are searched."""
