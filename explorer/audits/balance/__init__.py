"""How images are distributed over classes, and a plan for training on them."""
