"""A table of predictions or accuracies as a model, believed only after it was checked."""
