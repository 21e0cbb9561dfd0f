"""ImageNet explorer: the WordNet hierarchy behind ImageNet, and honest figures over it."""
