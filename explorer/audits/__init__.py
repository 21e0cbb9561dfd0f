"""Questions put to the hierarchy and a data set; each answer is a plain value or a frame."""
