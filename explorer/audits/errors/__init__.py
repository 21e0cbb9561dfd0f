"""Where models are wrong, how severely, and whether the label is at fault."""
